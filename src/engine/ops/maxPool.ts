import * as tf from '@tensorflow/tfjs-core';

/** How a window moves over an image: PyTorch's `kernel_size`, `stride` and `padding`, alike in both directions. */
export interface Window {
  readonly size: number;
  readonly stride: number;
  /** Rows and columns around the image, which no maximum takes. */
  readonly padding: number;
}

/**
 * PyTorch's max-pooling: windows that would end outside the padded image are left out (`ceil_mode=False`).
 *
 * @param x [batch, height, width, channels]
 */
export function maxPool(x: tf.Tensor4D, { size, stride, padding }: Window): tf.Tensor4D {
  if (padding === 0) return tf.maxPool(x, size, stride, 'valid');
  // TensorFlow has no such padding alike on both sides
  const sides: [number, number] = [padding, padding];
  const padded = tf.pad(x, [[0, 0], sides, sides, [0, 0]], Number.NEGATIVE_INFINITY);
  return tf.maxPool(padded, size, stride, 'valid');
}
