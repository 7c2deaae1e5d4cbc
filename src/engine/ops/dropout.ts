import * as tf from '@tensorflow/tfjs-core';
import { statelessUniform } from './statelessUniform.ts';

/**
 * Sets a share of the elements to zero and scales the others so that the expected value stays.
 *
 * @param rate the share, in [0, 1)
 * @param seed [2], int32: equal seeds drop the same elements
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, seed: tf.Tensor1D): T {
  if (rate === 0) return x;
  const kept = tf.cast(tf.greaterEqual(statelessUniform(x.shape, seed), rate), 'float32');
  return tf.mul(x, tf.mul(kept, 1 / (1 - rate))) as T;
}
