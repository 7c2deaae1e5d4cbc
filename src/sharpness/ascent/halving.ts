import * as tf from '@tensorflow/tfjs-core';
import { select } from '../../engine/index.ts';
import type { Point } from './types.ts';

/** Auto-PGD's step size (Croce & Hein 2020, section 3): when it is halved. */

/** The first step, in radii. */
const FIRST_STEP = 2;
/** rho of condition 1: the share of the steps since the last checkpoint that must have been a success. */
const LEAST_SUCCESSES = 0.75;

/** The step size, and what its next halving depends on: scalars. */
export type Halving = {
  readonly stepSize: tf.Tensor;
  /** Successes since the last checkpoint. */
  readonly successes: tf.Tensor;
  /** The best value at the last checkpoint. */
  readonly bestBefore: tf.Tensor;
  /** 1 where the last checkpoint halved the step size, else 0. */
  readonly halved: tf.Tensor;
};

export function beginHalving(start: Point): Halving {
  return {
    stepSize: tf.scalar(FIRST_STEP),
    successes: tf.scalar(0),
    bestBefore: start.value,
    halved: tf.scalar(0),
  };
}

/**
 * For every step, counted from 0: how many steps there are since the last checkpoint, where it is one itself; 0
 * elsewhere.
 *
 * @param checkpoints the steps that are checkpoints, counted from `first`
 */
export function intervals(steps: number, checkpoints: readonly number[], first: 0 | 1): number[] {
  return Array.from({ length: steps }, (_, k) => {
    const j = checkpoints.indexOf(k + first);
    return j < 0 ? 0 : k + first - (checkpoints[j - 1] ?? 0);
  });
}

/** The number that belongs to step k, a scalar, in a list with a number a step. */
function atStep(numbers: readonly number[], k: tf.Tensor): tf.Tensor {
  const isThisStep = tf.equal(tf.range(0, numbers.length, 1, 'float32'), k);
  return tf.sum(tf.mul(tf.tensor1d([...numbers]), tf.cast(isThisStep, 'float32')));
}

/** What a step came to. */
interface StepOutcome {
  readonly isSuccess: tf.Tensor;
  /** The best value so far, this step included. */
  readonly bestValue: tf.Tensor;
}

/**
 * After step k: is the step size halved? At a checkpoint it is if fewer than 3 of 4 steps since the last one were a
 * success, or if neither the step size nor the best value has changed since.
 */
export function halvingAfter(
  { stepSize, successes: before, bestBefore, halved }: Halving,
  { isSuccess, bestValue }: StepOutcome,
  { k, intervals }: { readonly k: tf.Tensor; readonly intervals: readonly number[] },
): { readonly halve: tf.Tensor; readonly halving: Halving } {
  const successes = tf.add(before, tf.cast(isSuccess, 'float32'));
  const interval = atStep(intervals, k);
  const isCheckpoint = tf.greater(interval, 0);
  const tooFew = tf.less(successes, tf.mul(interval, LEAST_SUCCESSES));
  const stuck = tf.logicalAnd(tf.equal(halved, 0), tf.lessEqual(bestValue, bestBefore));
  const halve = tf.logicalAnd(isCheckpoint, tf.logicalOr(tooFew, stuck));
  const halving = {
    stepSize: select(halve, tf.div(stepSize, 2), stepSize),
    successes: select(isCheckpoint, tf.zerosLike(successes), successes),
    bestBefore: select(isCheckpoint, bestValue, bestBefore),
    halved: select(isCheckpoint, tf.cast(halve, 'float32'), halved),
  };
  return { halve, halving };
}
