import { readExamples } from './examples.ts';
import { augmentImage, exampleStream } from './transforms/augmentImage.ts';
import type { Dataset, MemorySplit, Split } from './types.ts';

/** Random crops, or crops and then horizontal flips. */
export type Augmentation = 'crop' | 'crop-flip';

/** What decides the random choices for an example, besides the example. */
export interface AugmentOptions {
  readonly kind: Augmentation;
  readonly seed: number;
  /** Counts passes over the data, such as epochs: each draws anew. */
  readonly pass: number;
}

/**
 * The chosen examples, augmented as CIFAR's usually are: framed with 4 pixels of 0 and cropped to their size again
 * at a random place (torchvision's `RandomCrop(size, padding=4)`), then, for `crop-flip`, mirrored from left to
 * right with probability 1/2. What is done to an example follows from the seed, the pass and its index alone.
 *
 * @returns a split of these examples only, in the order of `indices`
 */
export async function augment(
  { shape }: Pick<Dataset, 'shape'>,
  split: Split,
  indices: ArrayLike<number>,
  { kind, seed, pass }: AugmentOptions,
): Promise<MemorySplit> {
  const chosen = await readExamples({ shape }, split, indices);
  const size = shape[0] * shape[1] * shape[2];
  const images = new Uint8Array(chosen.images.length);
  const options = { crop: 'padded', flip: kind === 'crop-flip', autoAugment: false } as const;
  for (let k = 0; k < chosen.count; k++) {
    const image = { shape, data: chosen.images.subarray(k * size, (k + 1) * size) };
    images.set(augmentImage(image, shape, options, exampleStream(seed, pass, indices[k]!)).data, k * size);
  }
  return { ...chosen, images };
}
