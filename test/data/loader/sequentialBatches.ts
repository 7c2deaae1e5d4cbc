import { type Batch, type Dataset, labelsOf, type PassPlan, pixels } from '../../../src/data/index.ts';
import { autoAugment, drawAutoAugment } from '../../../src/data/transforms/autoAugment.ts';
import { cutMix, drawMix } from '../../../src/data/transforms/cutMix.ts';
import { cutout, drawCenter } from '../../../src/data/transforms/cutout.ts';
import { flip } from '../../../src/data/transforms/flip.ts';
import { drawShift, paddedCrop } from '../../../src/data/transforms/paddedCrop.ts';
import { drawBox, resizedCrop } from '../../../src/data/transforms/resizedCrop.ts';
import type { AugmentationOptions, ImageShape, MemorySplit, RawImage } from '../../../src/data/types.ts';
import { permutation, type RandomStream, randomStream } from '../../../src/random/stream.ts';

/** The batches of a pass over a split in memory, one example after the other: what a loader must deliver. */
export function sequentialBatches(dataset: Dataset, plan: PassPlan): Batch[] {
  const split = dataset[plan.split];
  if (split.kind !== 'memory') throw new Error('a split in memory is expected');
  const order =
    plan.order === 'file'
      ? [...split.labels.keys()]
      : [...permutation(randomStream(plan.seed, `order ${plan.epoch}`), split.count)];
  const batches: Batch[] = [];
  while (order.length > 0)
    batches.push(batchOf(dataset, split, order.splice(0, plan.batchSize), plan, batches.length));
  return batches;
}

function batchOf(
  dataset: Dataset,
  split: MemorySplit,
  examples: number[],
  plan: PassPlan,
  number: number,
): Batch {
  const { shape, classes } = dataset;
  const size = shape[0] * shape[1] * shape[2];
  const count = examples.length;
  const targets = Float32Array.from(
    [...labelsOf(split, examples)].flatMap((label) =>
      Array.from({ length: classes }, (_, c) => (c === label ? 1 : 0)),
    ),
  );
  const { augmentation: options, seed, epoch } = plan;
  if (options === null) return { images: pixels(dataset, split, examples), targets, count };
  const raw = new Uint8Array(count * size);
  const streams = examples.map((example) =>
    randomStream(seed, `augmentation ${epoch} of example ${example}`),
  );
  examples.forEach((example, k) => {
    const data = split.images.slice(example * size, (example + 1) * size);
    raw.set(changed(data, shape, options, streams[k]!), k * size);
  });
  const images = pixels(dataset, { ...split, images: raw, count }, [...examples.keys()]);
  if (options.cutout > 0) {
    for (const k of examples.keys()) {
      cutout(
        images.subarray(k * size, (k + 1) * size),
        shape,
        options.cutout,
        drawCenter(shape, streams[k]!),
      );
    }
  }
  const stream = randomStream(seed, `CutMix ${epoch} of batch ${number}`);
  const batch = { images, targets, count };
  if (options.cutMix === 0 || stream.uniform() >= options.cutMix) return batch;
  return cutMix(batch, shape, drawMix(count, shape, options.cutMixAlpha, stream));
}

function changed(
  data: Uint8Array,
  shape: ImageShape,
  { crop, flip: flips, autoAugment: changes }: AugmentationOptions,
  stream: RandomStream,
): Uint8Array {
  let image: RawImage = { shape, data };
  if (crop === 'padded') image = paddedCrop(image, drawShift(stream));
  if (crop === 'resized') image = resizedCrop(image, drawBox(shape, stream), shape);
  if (flips && stream.uniform() < 0.5) image = flip(image);
  return changes ? autoAugment(image, drawAutoAugment(stream)).data : image.data;
}
