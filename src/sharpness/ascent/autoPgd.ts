import * as tf from '@tensorflow/tfjs-core';
import { projectOntoBall, steepest } from '../ball.ts';
import { atStep, choosePoint } from './choose.ts';
import type { Algorithm, AscentState, Point } from './types.ts';

/** alpha: the share of the new step; the rest is the last move. */
const STEP_SHARE = 0.75;
/** rho of condition 1: the share of the steps since the last checkpoint that must have improved the value. */
const LEAST_SUCCESSES = 0.75;
/** The first step, in radii. */
const FIRST_STEP = 2;

/**
 * After how many steps the step size may be halved: ceil(p_j steps) with p_0 = 0, p_1 = 0.22 and
 * p_(j+1) = p_j + max(p_j - p_(j-1) - 0.03, 0.06).
 */
export function checkpoints(steps: number): number[] {
  const found: number[] = [];
  // in hundredths, so that no sum is rounded
  let [before, at] = [0, 22];
  while (at <= 100) {
    const checkpoint = Math.ceil((at * steps) / 100);
    if (checkpoint > (found.at(-1) ?? 0)) found.push(checkpoint);
    [before, at] = [at, at + Math.max(at - before - 3, 6)];
  }
  return found;
}

type State = AscentState & {
  readonly best: Point;
  /** z of the step before. */
  readonly previous: Point['z'];
  readonly stepSize: tf.Tensor;
  /** Steps since the last checkpoint that improved the value. */
  readonly successes: tf.Tensor;
  /** The best value at the last checkpoint. */
  readonly bestBefore: tf.Tensor;
  /** 1 where the last checkpoint halved the step size, else 0. */
  readonly halved: tf.Tensor;
};

/** For every step: the number of steps since the last checkpoint, where it is one itself; 0 elsewhere. */
function intervals(steps: number): number[] {
  const at = checkpoints(steps);
  return Array.from({ length: steps }, (_, k) => {
    const j = at.indexOf(k + 1);
    return j < 0 ? 0 : k + 1 - (at[j - 1] ?? 0);
  });
}

/**
 * Auto-PGD (Croce & Hein 2020, algorithm 1). With P the projection onto the ball and d the steepest direction of
 * the gradient,
 *
 *   x   = P(z_k + s d(z_k))
 *   z_(k+1) = P(z_k + 0.75 (x - z_k) + 0.25 (z_k - z_(k-1)))        (the first step goes to x itself)
 *
 * The step s begins at twice the radius. At a checkpoint it is halved, and the ascent goes on from the best point
 * so far, if since the last checkpoint fewer than 3 of 4 steps improved the value, or if neither the step nor the
 * best value has changed since.
 */
export function autoPgd(steps: number): Algorithm<State> {
  return {
    settles: true,
    init: (start) => ({
      point: start,
      best: start,
      previous: start.z,
      stepSize: tf.scalar(FIRST_STEP),
      successes: tf.scalar(0),
      bestBefore: start.value,
      halved: tf.scalar(0),
    }),
    step(state, { p, evaluate }, k) {
      const { point, best, previous, stepSize } = state;
      const { direction } = steepest(point.gradient, p);
      const share = tf.add(tf.mul(tf.cast(tf.equal(k, 0), 'float32'), 1 - STEP_SHARE), STEP_SHARE);
      const target = projectOntoBall(tf.add(point.z, tf.mul(direction, stepSize)), p);
      const mixed = tf.addN<tf.Tensor1D>([
        point.z,
        tf.mul(tf.sub(target, point.z), share),
        tf.mul(tf.sub(point.z, previous), tf.sub(1, share)),
      ]);
      const next = evaluate(projectOntoBall(mixed, p));
      const successes = tf.add(state.successes, tf.cast(tf.greater(next.value, point.value), 'float32'));
      const nowBest = choosePoint(tf.greater(next.value, best.value), next, best);

      const interval = atStep(intervals(steps), k);
      const isCheckpoint = tf.greater(interval, 0);
      const tooFew = tf.less(successes, tf.mul(interval, LEAST_SUCCESSES));
      const stuck = tf.logicalAnd(tf.equal(state.halved, 0), tf.lessEqual(nowBest.value, state.bestBefore));
      const halve = tf.logicalAnd(isCheckpoint, tf.logicalOr(tooFew, stuck));
      return {
        point: choosePoint(halve, nowBest, next),
        best: nowBest,
        previous: point.z,
        stepSize: tf.where(halve, tf.div(stepSize, 2), stepSize),
        successes: tf.where(isCheckpoint, tf.zerosLike(successes), successes),
        bestBefore: tf.where(isCheckpoint, nowBest.value, state.bestBefore),
        halved: tf.where(isCheckpoint, tf.cast(halve, 'float32'), state.halved),
      };
    },
  };
}
