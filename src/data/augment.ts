import { randomStream } from '../random/stream.ts';
import { checkedIndex } from './batch.ts';
import type { Dataset, Split } from './types.ts';

/** Random crops, or crops and then horizontal flips. */
export type Augmentation = 'crop' | 'crop-flip';

/** What decides the random choices for an example, besides the example. */
export interface AugmentOptions {
  readonly kind: Augmentation;
  readonly seed: number;
  /** Counts passes over the data, such as epochs: each draws anew. */
  readonly pass: number;
}

/** How wide a frame of zeros an image gets before it is cropped to its size again. */
const PADDING = 4;

/** Where a crop lies with regard to its image, in pixels, and whether it is mirrored. */
interface Crop {
  readonly down: number;
  readonly right: number;
  readonly flip: boolean;
}

/** The crop of one example: the same in any batch, whatever was drawn before. */
function drawCrop(example: number, { kind, seed, pass }: AugmentOptions): Crop {
  const stream = randomStream(seed, `augmentation ${pass} of example ${example}`);
  const shift = (): number => stream.integer(2 * PADDING + 1) - PADDING;
  return { down: shift(), right: shift(), flip: kind === 'crop-flip' && stream.uniform() < 0.5 };
}

/** Writes the crop of an image into an image of zeros. */
function writeCrop(
  from: Uint8Array,
  to: Uint8Array,
  [height, width, channels]: Dataset['shape'],
  { down, right, flip }: Crop,
): void {
  for (let y = Math.max(0, -down); y < Math.min(height, height - down); y++) {
    for (let x = Math.max(0, -right); x < Math.min(width, width - right); x++) {
      const source = ((y + down) * width + x + right) * channels;
      const target = (y * width + (flip ? width - 1 - x : x)) * channels;
      for (let channel = 0; channel < channels; channel++) to[target + channel] = from[source + channel]!;
    }
  }
}

/**
 * The chosen examples, augmented as CIFAR's usually are: framed with 4 pixels of 0 and cropped to their size again
 * at a random place (torchvision's `RandomCrop(size, padding=4)`), then, for `crop-flip`, mirrored from left to
 * right with probability 1/2. What is done to an example follows from the seed, the pass and its index alone.
 *
 * @returns a split of these examples only, in the order of `indices`
 */
export function augment(
  { shape }: Pick<Dataset, 'shape'>,
  split: Split,
  indices: ArrayLike<number>,
  options: AugmentOptions,
): Split {
  const size = shape[0] * shape[1] * shape[2];
  const count = indices.length;
  const images = new Uint8Array(count * size);
  const labels = new Uint8Array(count);
  for (let k = 0; k < count; k++) {
    const example = checkedIndex(split, indices[k]!);
    const from = split.images.subarray(example * size, (example + 1) * size);
    writeCrop(from, images.subarray(k * size, (k + 1) * size), shape, drawCrop(example, options));
    labels[k] = split.labels[example]!;
  }
  return { images, labels, count };
}
