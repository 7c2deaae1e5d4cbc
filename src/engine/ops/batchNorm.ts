import * as tf from '@tensorflow/tfjs-core';
import { DT } from '../native/backend.ts';
import { hasFusedKernels, runFused, withGradient } from './fused.ts';

/** Batch norm's epsilon, in all architectures. */
const EPSILON = 1e-5;

/** Batch norm's parameters, a value a channel. */
export interface Affine {
  readonly scale: tf.Tensor1D;
  readonly offset: tf.Tensor1D;
}

/** A mean and a variance a channel. */
export interface Moments {
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
}

const FLOATS = { T: { type: DT.float }, U: { type: DT.float }, data_format: 'NHWC', epsilon: EPSILON };

function fusedBatchNorm(
  x: tf.Tensor4D,
  { scale, offset }: Affine,
  moments: readonly tf.Tensor[],
  training: boolean,
) {
  const attributes = { ...FLOATS, exponential_avg_factor: 1, is_training: training };
  const outputs = runFused('FusedBatchNormV3', [x, scale, offset, ...moments], 6, attributes);
  const [value, mean, variance, ...reserved] = outputs;
  // in evaluation the moments are those that came in; in training the kernel reserved what it needs
  const kept = training ? reserved : [...moments, reserved[2]!];
  const y = withGradient(value as tf.Tensor4D, {
    inputs: [x, scale, offset],
    saved: [x, scale, ...kept],
    gradient: (dy, saved) =>
      runFused('FusedBatchNormGradV3', [dy, ...saved], 5, { ...FLOATS, is_training: training }).slice(0, 3),
  });
  return { y, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}

function normalize(x: tf.Tensor4D, { scale, offset }: Affine, { mean, variance }: Moments): tf.Tensor4D {
  const deviation = tf.rsqrt(tf.add(variance, EPSILON));
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), deviation), scale), offset) as tf.Tensor4D;
}

/**
 * Batch norm in evaluation: (x - mean) / sqrt(variance + 1e-5) * scale + offset by the running moments,
 * which get no gradient.
 *
 * @param x [batch, height, width, channels]
 */
export function batchNorm(x: tf.Tensor4D, affine: Affine, moments: Moments): tf.Tensor4D {
  if (!hasFusedKernels()) return normalize(x, affine, moments);
  return fusedBatchNorm(x, affine, [moments.mean, moments.variance], false).y;
}

/**
 * Batch norm in training: as in evaluation, but by the moments of the batch, through which the gradient flows.
 *
 * @returns `y`, and the moments for the running statistics: the variance is the unbiased one, divided by
 *   batch * height * width - 1, as PyTorch keeps it
 */
export function batchNormTraining(x: tf.Tensor4D, affine: Affine): Moments & { readonly y: tf.Tensor4D } {
  if (hasFusedKernels()) {
    const none = tf.tensor1d([], 'float32');
    return fusedBatchNorm(x, affine, [none, none], true);
  }
  const mean = tf.mean(x, [0, 1, 2]) as tf.Tensor1D;
  const biased = tf.mean(tf.square(tf.sub(x, mean)), [0, 1, 2]) as tf.Tensor1D;
  const y = normalize(x, affine, { mean, variance: biased });
  const count = x.shape[0] * x.shape[1] * x.shape[2];
  const variance = tf.mul(biased, count / Math.max(count - 1, 1)) as tf.Tensor1D;
  return { y, mean, variance };
}
