import { randomBeta } from 'd3-random';
import { permutation, type RandomStream } from '../../random/stream.ts';
import type { Batch, ImageShape } from '../types.ts';

/** Which part of each image of a batch comes from which other one. */
export interface Mix {
  /** For each image, the one that its part is taken from. */
  readonly partners: Uint32Array;
  /** The part: rows from `top` and columns from `left`, up to but without `bottom` and `right`. */
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/**
 * The random choices for a batch (Yun et al. 2019, arXiv:1905.04899, and the authors' code): the share of an image
 * that stays is drawn from Beta(alpha, alpha), the rest is a box with the image's proportions around a uniform pixel,
 * clipped at the borders, and partners are a permutation of the batch.
 */
export function drawMix(
  count: number,
  [height, width]: ImageShape,
  alpha: number,
  stream: RandomStream,
): Mix {
  const share = randomBeta.source(stream.uniform)(alpha, alpha)();
  const side = Math.sqrt(1 - share);
  const partners = permutation(stream, count);
  const range = (size: number): readonly [start: number, end: number] => {
    const half = Math.floor(Math.floor(size * side) / 2);
    const center = stream.integer(size);
    return [Math.max(0, center - half), Math.min(size, center + half)];
  };
  const [[left, right], [top, bottom]] = [range(width), range(height)];
  return { partners, top, left, bottom, right };
}

/** A batch with a part of each image from its partner, and targets mixed by the exact share of pixels. */
export function cutMix({ images, targets, count }: Batch, shape: ImageShape, mix: Mix): Batch {
  const { partners, top, left, bottom, right } = mix;
  const [height, width, channels] = shape;
  const classes = targets.length / count;
  const kept = 1 - ((bottom - top) * (right - left)) / (height * width);
  const mixed = { images: images.slice(), targets: new Float32Array(targets.length), count };
  for (let k = 0; k < count; k++) {
    const partner = partners[k]!;
    for (let y = top; y < bottom; y++) {
      const row = (image: number): number => ((image * height + y) * width + left) * channels;
      const from = row(partner);
      mixed.images.set(images.subarray(from, from + (right - left) * channels), row(k));
    }
    for (let c = 0; c < classes; c++) {
      const [own, other] = [targets[k * classes + c]!, targets[partner * classes + c]!];
      mixed.targets[k * classes + c] = kept * own + (1 - kept) * other;
    }
  }
  return mixed;
}
