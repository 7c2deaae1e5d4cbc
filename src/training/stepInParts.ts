import * as tf from '@tensorflow/tfjs-core';
import { type Engine, part, type Tensors } from '../engine/index.ts';
import type { Examples } from '../models/apply/index.ts';
import {
  type BatchGradient,
  batchGradient,
  type GradientPlace,
  type TrainedNetwork,
} from './batchGradient.ts';
import { perturb } from './perturb.ts';
import { secondPass, sharpGradient } from './sharpGradient.ts';
import type { SharpnessAware } from './types.ts';

/** In what parts a batch is taken. */
export interface PartOptions {
  /** Examples a part; the last may have fewer. */
  readonly size: number;
  readonly sharpnessAware: SharpnessAware | null;
  /** Has every part a perturbation of its own (m-sharpness), or do all share one? */
  readonly ownPerturbations: boolean;
}

/** The gradient of a batch that is taken in parts. The result belongs to the caller. */
export interface GradientInParts {
  (place: GradientPlace): BatchGradient;
  dispose(): void;
}

/** Sums over the parts that are done, and the number of the next. */
type Sums = {
  readonly gradient: tf.Tensor1D;
  readonly loss: tf.Tensor;
  readonly correct: tf.Tensor;
  readonly buffers: Tensors;
  readonly part: tf.Tensor;
};

/** Parts of one size: [parts, size, ...]. */
type Fixed = {
  readonly parameters: tf.Tensor1D;
  readonly images: tf.Tensor;
  readonly targets: tf.Tensor;
  readonly seed: tf.Tensor1D;
  /** The number of the first of these parts. */
  readonly first: tf.Tensor;
};

type PartGradient = (place: GradientPlace) => BatchGradient;

/** A function that adds the parts of a batch up, first those of full size and then what is left. */
function compileSums(engine: Engine, gradientOfPart: PartGradient, name: string) {
  const addPart = (sums: Sums, { parameters, images, targets, seed, first }: Fixed) => {
    const index = tf.sub(sums.part, first);
    const batch: Examples = {
      images: part(images, index) as tf.Tensor4D,
      targets: part(targets, index) as tf.Tensor2D,
    };
    const count = images.shape[1]!;
    // every part drops its own activations
    const own = tf.add(seed, tf.stack([sums.part, tf.zerosLike(sums.part)])) as tf.Tensor1D;
    const one = gradientOfPart({ parameters, buffers: sums.buffers, batch, seed: own });
    const state: Sums = {
      gradient: tf.add(sums.gradient, tf.mul(one.gradient, count)),
      loss: tf.add(sums.loss, tf.mul(one.loss, count)),
      correct: tf.add(sums.correct, one.correct),
      buffers: one.buffers,
      part: tf.add(sums.part, tf.scalar(1, 'int32')),
    };
    return { state, done: tf.less(state.part, tf.scalar(0, 'int32')) };
  };
  return engine.repeat(addPart, { name });
}

/** [count, ...] -> [parts, size, ...] */
function inParts(tensor: tf.Tensor, first: number, parts: number, size: number): tf.Tensor {
  const rest = tensor.shape.slice(1);
  const zeros = rest.map(() => 0);
  const piece = tf.slice(tensor, [first, ...zeros], [parts * size, ...rest]);
  return tf.reshape(piece, [parts, size, ...rest]);
}

/**
 * Compiles the gradient of a batch that is taken part by part: for gradient accumulation, or for m-sharpness, where
 * every part of m examples has its own perturbation. It is the mean over all examples of the batch; batch norm sees the
 * parts one after the other.
 */
export function gradientInParts(
  engine: Engine,
  network: TrainedNetwork,
  { size, sharpnessAware, ownPerturbations }: PartOptions,
): GradientInParts {
  const first = compileSums(
    engine,
    (place) =>
      ownPerturbations ? sharpGradient(network, place, sharpnessAware) : batchGradient(network, place),
    'the gradient of a part',
  );
  const second =
    sharpnessAware === null || ownPerturbations
      ? null
      : compileSums(
          engine,
          (place) => {
            const zero = tf.scalar(0);
            return { loss: zero, correct: zero, ...secondPass(network, place, sharpnessAware) };
          },
          'the gradient of a part at w + epsilon',
        );
  const mean = engine.compile(
    ({ gradient, loss, correct, buffers }: Sums, count: tf.Tensor): BatchGradient => ({
      gradient: tf.div(gradient, count),
      loss: tf.div(loss, count),
      correct,
      buffers,
    }),
    { name: 'the mean over the parts' },
  );
  const ascend = engine.compile(
    (w: tf.Tensor1D, gradient: tf.Tensor1D): tf.Tensor1D =>
      sharpnessAware === null ? w : perturb(w, gradient, network.layout, sharpnessAware),
    { name: 'the perturbation' },
  );

  const sumOver = (sum: typeof first, { parameters, buffers, batch, seed }: GradientPlace): BatchGradient => {
    const count = batch.images.shape[0];
    const full = Math.floor(count / size);
    let sums: Sums = {
      gradient: tf.zerosLike(parameters),
      loss: tf.scalar(0),
      correct: tf.scalar(0),
      buffers,
      part: tf.scalar(0, 'int32'),
    };
    const add = (from: number, parts: number, each: number): void => {
      if (parts === 0 || each === 0) return;
      sums = sum(parts, sums, {
        parameters,
        images: inParts(batch.images, from, parts, each),
        targets: inParts(batch.targets, from, parts, each),
        seed,
        first: tf.scalar(from / size, 'int32'),
      });
    };
    add(0, full, size);
    add(full * size, 1, count - full * size);
    return mean(sums, tf.scalar(count));
  };

  const gradient = (place: GradientPlace): BatchGradient =>
    tf.tidy(() => {
      const at = sumOver(first, place);
      if (second === null) return at;
      const parameters = ascend(place.parameters, at.gradient);
      return { ...at, ...pick(sumOver(second, { ...place, parameters, buffers: at.buffers })) };
    });
  const dispose = (): void => {
    for (const compiled of [first, second, mean, ascend]) compiled?.dispose();
  };
  return Object.assign(gradient, { dispose });
}

function pick({ gradient, buffers }: BatchGradient): Pick<BatchGradient, 'gradient' | 'buffers'> {
  return { gradient, buffers };
}
