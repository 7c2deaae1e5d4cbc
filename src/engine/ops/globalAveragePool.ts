import * as tf from '@tensorflow/tfjs-core';

/**
 * The mean over height and width, [batch, height, width, channels] -> [batch, channels]. Rows first, then
 * columns: one float32 sum over a whole plane loses digits that small radii need.
 */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  return tf.mean(tf.mean(x, 2), 1) as tf.Tensor2D;
}
