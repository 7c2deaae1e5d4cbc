import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../engine/index.ts';
import type { VectorLayout } from './vectorLayout.ts';

export type { VectorLayout };

/** The layout of parameters of these shapes, in this order. */
export function layoutOf(parameters: Tensors): VectorLayout {
  const parts = Object.entries(parameters).map(([name, { shape, size }]) => ({ name, shape, size }));
  return { parts, size: parts.reduce((sum, { size }) => sum + size, 0) };
}

/** All parameters as one vector. Each part broadcasts against its parameter. */
export function toVector(tensors: Tensors, { parts }: VectorLayout): tf.Tensor1D {
  return tf.concat(
    parts.map(({ name, shape, size }) => tf.reshape(tf.broadcastTo(tensors[name]!, shape), [size])),
  ) as tf.Tensor1D;
}

/** The parameters in a vector. */
export function fromVector(vector: tf.Tensor1D, { parts }: VectorLayout): Tensors {
  const sizes = parts.map(({ size }) => size);
  const pieces = tf.split(vector, sizes);
  return Object.fromEntries(parts.map(({ name, shape }, k) => [name, tf.reshape(pieces[k]!, shape)]));
}
