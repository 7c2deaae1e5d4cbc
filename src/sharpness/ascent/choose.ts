import type * as tf from '@tensorflow/tfjs-core';
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
