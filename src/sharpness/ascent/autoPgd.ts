import * as tf from '@tensorflow/tfjs-core';
import { projectOntoBall, steepest } from '../ball.ts';
import { choosePoint } from './choose.ts';
import { beginHalving, type Halving, halvingAfter, intervals } from './halving.ts';
import type { Algorithm, AscentState, Point } from './types.ts';

/** alpha: the share of the new step; the rest is the last move. */
const STEP_SHARE = 0.75;

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
  readonly halving: Halving;
};

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
  const waits = intervals(steps, checkpoints(steps), 1);
  return {
    settles: true,
    init: (start) => ({ point: start, best: start, previous: start.z, halving: beginHalving(start) }),
    step(state, { p, evaluate }, k) {
      const { point, best, previous } = state;
      const { direction } = steepest(point.gradient, p);
      const share = tf.add(tf.mul(tf.cast(tf.equal(k, 0), 'float32'), 1 - STEP_SHARE), STEP_SHARE);
      const target = projectOntoBall(tf.add(point.z, tf.mul(direction, state.halving.stepSize)), p);
      const mixed = tf.addN<tf.Tensor1D>([
        point.z,
        tf.mul(tf.sub(target, point.z), share),
        tf.mul(tf.sub(point.z, previous), tf.sub(1, share)),
      ]);
      const next = evaluate(projectOntoBall(mixed, p));
      const nowBest = choosePoint(tf.greater(next.value, best.value), next, best);
      const { halve, halving } = halvingAfter(
        state.halving,
        { isSuccess: tf.greater(next.value, point.value), bestValue: nowBest.value },
        { k, intervals: waits },
      );
      const after = { point: choosePoint(halve, nowBest, next), best: nowBest, previous: point.z, halving };
      return { state: after, visited: next };
    },
  };
}
