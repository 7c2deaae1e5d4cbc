import * as tf from '@tensorflow/tfjs-core';
import { DT } from '../native/backend.ts';
import { hasFusedKernels, runFused, runsOnGpu, withGradient } from './fused.ts';
import { globalAveragePool } from './globalAveragePool.ts';

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

/** The fused kernels by given moments; with `training` the gradient takes them for the batch's own. */
function fusedBatchNorm(
  x: tf.Tensor4D,
  { scale, offset }: Affine,
  { mean, variance }: Moments,
  training: boolean,
): tf.Tensor4D {
  const inference = { ...FLOATS, exponential_avg_factor: 1, is_training: false };
  const outputs = runFused('FusedBatchNormV3', [x, scale, offset, mean, variance], 6, inference);
  return withGradient(outputs[0] as tf.Tensor4D, {
    inputs: [x, scale, offset],
    saved: [x, scale, mean, variance, outputs[5]!],
    gradient: (dy, saved) =>
      runFused('FusedBatchNormGradV3', [dy, ...saved], 5, { ...FLOATS, is_training: training }).slice(0, 3),
  });
}

/** The mean of each channel: planes first, since one float32 sum over a whole batch loses digits. */
function channelMean(x: tf.Tensor4D): tf.Tensor1D {
  return tf.mean(globalAveragePool(x), 0) as tf.Tensor1D;
}

/** (x - mean)^2. A value a channel is broadcast slowly where there are few channels, so the mean is laid along a row. */
function squaredDeviation(x: tf.Tensor4D, mean: tf.Tensor1D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const row = tf.reshape(tf.mul(tf.ones([width, 1]), mean), [width * channels]);
  const rows = tf.reshape(x, [batch * height, width * channels]);
  return tf.reshape(tf.square(tf.sub(rows, row)), x.shape);
}

/** The mean of each channel and its variance, divided by the number of values. */
function batchMoments(x: tf.Tensor4D): Moments {
  const mean = channelMean(x);
  return { mean, variance: channelMean(squaredDeviation(x, mean)) };
}

function normalize(x: tf.Tensor4D, { scale, offset }: Affine, { mean, variance }: Moments): tf.Tensor4D {
  const deviation = tf.rsqrt(tf.add(variance, EPSILON));
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), deviation), scale), offset) as tf.Tensor4D;
}

/** The same as `normalize` by moments that are fixed: one product and one sum a value. */
function affineOf(x: tf.Tensor4D, { scale, offset }: Affine, { mean, variance }: Moments): tf.Tensor4D {
  const slope = tf.mul(scale, tf.rsqrt(tf.add(variance, EPSILON)));
  return tf.add(tf.mul(x, slope), tf.sub(offset, tf.mul(mean, slope)));
}

/**
 * Batch norm in evaluation: (x - mean) / sqrt(variance + 1e-5) * scale + offset by the running moments,
 * which get no gradient.
 *
 * @param x [batch, height, width, channels]
 */
export function batchNorm(x: tf.Tensor4D, affine: Affine, moments: Moments): tf.Tensor4D {
  return hasFusedKernels() ? fusedBatchNorm(x, affine, moments, false) : affineOf(x, affine, moments);
}

/**
 * Batch norm in training: as in evaluation, but by the moments of the batch, through which the gradient flows.
 *
 * @returns `y`, and the moments for the running statistics: the variance is the unbiased one, divided by
 *   batch * height * width - 1, as PyTorch keeps it
 */
export function batchNormTraining(x: tf.Tensor4D, affine: Affine): Moments & { readonly y: tf.Tensor4D } {
  const moments = batchMoments(x);
  // TensorFlow's own training kernel sums a whole batch in float32, and is off by up to 4e-4; its gradient,
  // given good moments, is not. On a GPU that gradient wants other moments, so there it is composed.
  const fused = hasFusedKernels() && !runsOnGpu();
  const y = fused ? fusedBatchNorm(x, affine, moments, true) : normalize(x, affine, moments);
  const count = x.shape[0] * x.shape[1] * x.shape[2];
  const variance = tf.mul(moments.variance, count / Math.max(count - 1, 1)) as tf.Tensor1D;
  return { y, mean: moments.mean, variance };
}
