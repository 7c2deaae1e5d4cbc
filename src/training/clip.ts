import * as tf from '@tensorflow/tfjs-core';

/**
 * The gradient, scaled down to a norm of `largest` where it is longer (PyTorch's `clip_grad_norm_`).
 *
 * @param squaredNorm of the gradient
 */
export function clip(gradient: tf.Tensor1D, squaredNorm: tf.Tensor, largest: number | null): tf.Tensor1D {
  if (largest === null) return gradient;
  // as there: the norm plus 1e-6, so that a zero gradient is not divided by zero
  const scale = tf.div(largest, tf.add(tf.sqrt(squaredNorm), 1e-6));
  return tf.mul(gradient, tf.minimum(scale, 1));
}
