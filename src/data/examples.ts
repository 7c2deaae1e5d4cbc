import { checkedIndex, labelsOf, pixels } from './batch.ts';
import { decodeImages } from './decodeImages.ts';
import { evaluationView } from './evaluationView.ts';
import type { Batch, Dataset, Labels, MemorySplit, Split } from './types.ts';

/**
 * The chosen examples alone, in memory, in the order of `indices`: images in files are decoded and brought to the
 * dataset's shape as for evaluation.
 *
 * @throws RangeError when there is no such example
 * @throws UserError when a file is missing or damaged
 */
export async function readExamples(
  { shape }: Pick<Dataset, 'shape'>,
  split: Split,
  indices: ArrayLike<number>,
): Promise<MemorySplit> {
  const size = shape[0] * shape[1] * shape[2];
  const count = indices.length;
  const chosen = Array.from(indices, (index) => checkedIndex(split, index));
  const images = new Uint8Array(count * size);
  const labels = labelsOfType(split.labels, chosen);
  if (split.kind === 'memory') {
    chosen.forEach((index, k) => {
      images.set(split.images.subarray(index * size, (index + 1) * size), k * size);
    });
    return { kind: 'memory', images, labels, count };
  }
  const files = chosen.map((index) => split.files[index]!);
  await decodeImages(files, (image, k) => images.set(evaluationView(image, shape).data, k * size));
  return { kind: 'memory', images, labels, count };
}

function labelsOfType(labels: Labels, chosen: readonly number[]): Labels {
  const values = chosen.map((index) => labels[index]!);
  return labels instanceof Uint8Array ? Uint8Array.from(values) : Uint16Array.from(values);
}

/** The whole split in file order, in batches of `size` (the last one may have fewer), as for evaluation. */
export async function* batchesInOrder(dataset: Dataset, split: Split, size: number): AsyncGenerator<Batch> {
  for (let first = 0; first < split.count; first += size) {
    const count = Math.min(size, split.count - first);
    const chosen = await readExamples(
      dataset,
      split,
      Array.from({ length: count }, (_, k) => first + k),
    );
    const all = Array.from({ length: count }, (_, k) => k);
    yield {
      images: pixels(dataset, chosen, all),
      targets: oneHot(labelsOf(chosen, all), dataset.classes),
      count,
    };
  }
}

function oneHot(labels: Int32Array, classes: number): Float32Array<ArrayBuffer> {
  const targets = new Float32Array(labels.length * classes);
  labels.forEach((label, k) => {
    targets[k * classes + label] = 1;
  });
  return targets;
}
