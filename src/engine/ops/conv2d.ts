import * as tf from '@tensorflow/tfjs-core';

/**
 * PyTorch's convolution with padding `floor(size / 2)` on every side and no bias.
 *
 * @param x [batch, height, width, in]
 * @param filter [size, size, in, out], size odd
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, stride: 1 | 2 = 1): tf.Tensor4D {
  if (stride === 1) return tf.conv2d(x, filter, 1, 'same');
  const pad = (filter.shape[0] - 1) / 2;
  // `same` pads less before than after where it strides: PyTorch pads alike
  const padded = tf.pad(x, [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ]);
  return tf.conv2d(padded, filter, stride, 'valid');
}
