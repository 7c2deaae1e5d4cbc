import type { Dataset, MemorySplit, Split } from './types.ts';

/**
 * Normalized images for a network: (pixel/255 - mean)/std per channel, computed in double precision and then
 * rounded. Row-major [indices.length, height, width, channels].
 */
export function pixels(
  dataset: Pick<Dataset, 'shape' | 'mean' | 'std'>,
  split: MemorySplit,
  indices: ArrayLike<number>,
): Float32Array<ArrayBuffer> {
  return new Float32Array(exactPixels(dataset, split, indices));
}

/** The same in double precision. */
export function exactPixels(
  dataset: Pick<Dataset, 'shape' | 'mean' | 'std'>,
  split: MemorySplit,
  indices: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const [height, width, channels] = dataset.shape;
  const imageSize = height * width * channels;
  const tables = dataset.mean.map((mean, channel) => normalizedValues(mean, dataset.std[channel]!));
  const batch = new Float64Array(indices.length * imageSize);
  for (let i = 0; i < indices.length; i++) {
    const from = checkedIndex(split, indices[i]!) * imageSize;
    for (let j = 0; j < imageSize; j++) {
      batch[i * imageSize + j] = tables[j % channels]![split.images[from + j]!]!;
    }
  }
  return batch;
}

/** The classes of examples, in the order of `indices`. */
export function labelsOf(split: Split, indices: ArrayLike<number>): Int32Array<ArrayBuffer> {
  return Int32Array.from(indices, (index) => split.labels[checkedIndex(split, index)]!);
}

function normalizedValues(mean: number, std: number): Float64Array {
  return Float64Array.from({ length: 256 }, (_, pixel) => (pixel / 255 - mean) / std);
}

/** @throws RangeError when a split has no such example */
export function checkedIndex(split: Split, index: number): number {
  if (Number.isInteger(index) && index >= 0 && index < split.count) return index;
  throw new RangeError(`example ${index} of ${split.count}`);
}
