import { type RandomStream, randomStream } from '../../random/stream.ts';
import { augmentImage, exampleStream } from '../transforms/augmentImage.ts';
import { cutMix, drawMix } from '../transforms/cutMix.ts';
import { cutout, drawCenter } from '../transforms/cutout.ts';
import type { AugmentationOptions, Batch, Dataset } from '../types.ts';
import { forEachImage } from './forEachImage.ts';
import { keptDataset } from './keptImages.ts';
import { normalizer } from './normalize.ts';
import type { PassPlan } from './passPlan.ts';

/** A batch of a pass: its number, from 0, and its examples. */
export interface BatchPlan {
  readonly pass: PassPlan;
  readonly number: number;
  readonly examples: Uint32Array;
}

/** Prepares any batch of a dataset. What it holds follows from the plan alone, not from what was asked before. */
export type PrepareBatch = (plan: BatchPlan) => Promise<Batch>;

/**
 * How batches of a dataset are made: each example's image is read, unless it is kept from before, augmented, normalized and blanked by Cutout, its
 * class becomes a one-hot row; then CutMix may mix the batch.
 *
 * The function returned rejects with a UserError when a file is missing or damaged, or an image cannot be augmented
 * as asked.
 */
export function batchPreparer(dataset: Dataset): PrepareBatch {
  const { shape, classes } = dataset;
  const size = shape[0] * shape[1] * shape[2];
  const normalize = normalizer(dataset);
  const kept = keptDataset();
  return async ({ pass, number, examples }) => {
    const { labels } = dataset[pass.split];
    const count = examples.length;
    const images = new Float32Array(count * size);
    const targets = new Float32Array(count * classes);
    await forEachImage(dataset, kept, pass, examples, (image, k) => {
      const example = examples[k]!;
      targets[k * classes + labels[example]!] = 1;
      if (pass.augmentation === null) return normalize(image, images, k * size);
      const stream = exampleStream(pass.seed, pass.epoch, example);
      normalize(augmentImage(image, shape, pass.augmentation, stream), images, k * size);
      blank(images.subarray(k * size, (k + 1) * size), dataset, pass.augmentation, stream);
    });
    return mixed({ images, targets, count }, dataset, pass, number);
  };
}

function blank(
  image: Float32Array,
  { shape }: Dataset,
  { cutout: side }: AugmentationOptions,
  stream: RandomStream,
): void {
  if (side > 0) cutout(image, shape, side, drawCenter(shape, stream));
}

function mixed(batch: Batch, { shape }: Dataset, pass: PassPlan, number: number): Batch {
  if (pass.augmentation === null || pass.augmentation.cutMix === 0) return batch;
  const { cutMix: probability, cutMixAlpha } = pass.augmentation;
  const stream = randomStream(pass.seed, `CutMix ${pass.epoch} of batch ${number}`);
  if (stream.uniform() >= probability) return batch;
  return cutMix(batch, shape, drawMix(batch.count, shape, cutMixAlpha, stream));
}
