import * as tf from '@tensorflow/tfjs-core';
import { groupedConv2d } from './groupedConv2d.ts';

/**
 * PyTorch's convolution with padding `floor(size / 2)` on every side and no bias.
 *
 * @param x [batch, height, width, in]
 * @param filter [size, size, in / groups, out], size odd
 */
export function conv2d(x: tf.Tensor4D, filter: tf.Tensor4D, stride: 1 | 2 = 1): tf.Tensor4D {
  if (stride === 1) return anyGroups(x, filter, 1, 'same');
  const pad = (filter.shape[0] - 1) / 2;
  if (pad === 0) return anyGroups(x, filter, stride, 'valid');
  // `same` pads less before than after where it strides: PyTorch pads alike
  const padded = tf.pad(x, [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ]);
  return anyGroups(padded, filter, stride, 'valid');
}

function anyGroups(x: tf.Tensor4D, filter: tf.Tensor4D, stride: number, pad: 'same' | 'valid'): tf.Tensor4D {
  if (x.shape[3] === filter.shape[2]) return tf.conv2d(x, filter, stride, pad);
  return groupedConv2d(x, filter, (part, dense) => tf.conv2d(part, dense, stride, pad));
}
