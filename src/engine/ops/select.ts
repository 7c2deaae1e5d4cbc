import * as tf from '@tensorflow/tfjs-core';
import { DT } from '../native/backend.ts';
import { runFused, runsOnTensorFlow } from './fused.ts';

/**
 * a where a condition holds, else b, as a whole: TensorFlow then copies neither, where `tf.where` would choose
 * coordinate by coordinate. No gradient flows through it.
 *
 * @param condition a boolean scalar
 * @param a float32; b of the same shape
 */
export function select<T extends tf.Tensor>(condition: tf.Tensor, a: T, b: T): T {
  if (!runsOnTensorFlow()) return tf.where(condition, a, b);
  return runFused('Select', [condition, a, b], 1, { T: { type: DT.float } })[0] as T;
}
