import * as tf from '@tensorflow/tfjs-core';
import { select } from '../../engine/index.ts';
import type { Point } from './types.ts';

/** A point, or the other one where the condition, a boolean scalar, does not hold. */
export function choosePoint(condition: tf.Tensor, point: Point, other: Point): Point {
  return {
    z: select(condition, point.z, other.z),
    value: select(condition, point.value, other.value),
    gradient: select(condition, point.gradient, other.gradient),
  };
}

/** The number that belongs to step k, a scalar, in a list with a number a step. */
export function atStep(numbers: readonly number[], k: tf.Tensor): tf.Tensor {
  const isThisStep = tf.equal(tf.range(0, numbers.length, 1, 'float32'), k);
  return tf.sum(tf.mul(tf.tensor1d([...numbers]), tf.cast(isThisStep, 'float32')));
}
