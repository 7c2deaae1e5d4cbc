import * as tf from '@tensorflow/tfjs-core';
import { select, type Tensors } from '../engine/index.ts';

/** Vectors that are kept as one tensor a parameter. */

/** The same for every parameter. */
export function mapTensors(tensors: Tensors, f: (tensor: tf.Tensor, name: string) => tf.Tensor): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor, name)]));
}

/** The sum of f over all coordinates: a scalar. */
export function total(tensors: Tensors, f: (tensor: tf.Tensor) => tf.Tensor): tf.Tensor {
  return tf.addN(Object.values(tensors).map((tensor) => tf.sum(f(tensor))));
}

/** The largest of f over all coordinates: a scalar. */
export function largest(tensors: Tensors, f: (tensor: tf.Tensor) => tf.Tensor): tf.Tensor {
  return tf.max(tf.stack(Object.values(tensors).map((tensor) => tf.max(f(tensor)))));
}

/** a, or b where the condition, a scalar boolean, does not hold. */
export function choose(condition: tf.Tensor, a: Tensors, b: Tensors): Tensors {
  return mapTensors(a, (tensor, name) => select(condition, tensor, b[name]!));
}

/** x, or 1 where x is 0: what is divided by it stays 0. */
export function nonZero(x: tf.Tensor): tf.Tensor {
  return tf.add(x, tf.sub(1, tf.sign(x)));
}
