import * as tf from '@tensorflow/tfjs-core';

/**
 * The mean over windows of 2x2 pixels, with stride 2.
 *
 * @param x [batch, height, width, channels]
 * @param remainder the last row or column of an odd number of them: left out, or averaged by itself (PyTorch's
 *   `ceil_mode`)
 */
export function averagePool(x: tf.Tensor4D, remainder: 'dropped' | 'kept'): tf.Tensor4D {
  const [, height, width] = x.shape;
  const missing = [height % 2, width % 2] as const;
  if (remainder === 'dropped' || missing.every((count) => count === 0)) return tf.avgPool(x, 2, 2, 'valid');
  // TensorFlow does this with padding `same`, but the gradient of the other backends divides by the whole window
  const padded = tf.pad(x, [
    [0, 0],
    [0, missing[0]],
    [0, missing[1]],
    [0, 0],
  ]);
  const rows = tf.tensor(overcounted(height), [1, Math.ceil(height / 2), 1, 1], 'float32');
  const columns = tf.tensor(overcounted(width), [1, 1, Math.ceil(width / 2), 1], 'float32');
  return tf.mul(tf.mul(tf.avgPool(padded, 2, 2, 'valid'), rows), columns);
}

/** By how much the mean of a window with padding is too small. */
function overcounted(size: number): number[] {
  return Array.from({ length: Math.ceil(size / 2) }, (_, k) => (2 * k + 2 > size ? 2 : 1));
}
