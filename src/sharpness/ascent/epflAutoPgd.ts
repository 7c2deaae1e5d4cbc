import * as tf from '@tensorflow/tfjs-core';
import { select } from '../../engine/index.ts';
import { nonZero, projectOntoBall, steepest } from '../ball.ts';
import { choosePoint } from './choose.ts';
import { projectOntoEllipsoid } from './ellipsoid.ts';
import { beginHalving, type Halving, halvingAfter, intervals } from './halving.ts';
import type { Algorithm, AscentState, Point, Problem } from './types.ts';

/** The share of the new point in the average; the rest is of the point before the last one. */
const NEW_SHARE = 0.75;

/**
 * The steps, counted from 0, after which the step size may be halved: ceil(p_j steps), with p_0 = 0, p_1 = 0.22
 * and p_(j+1) = p_j + max(p_j - p_(j-1) - 0.03, 0.06) as floating-point sums (where 0.7 * 20 rounds up to 15).
 */
export function checkedSteps(steps: number): number[] {
  let [before, at] = [0, 0.22];
  const found = [0, Math.ceil(steps * at)];
  while (found.at(-1)! < steps && found.at(-1) !== found.at(-2)) {
    [before, at] = [at, at + Math.max(at - before - 0.03, 0.06)];
    found.push(Math.ceil(at * steps));
  }
  // the last ones may come twice, or after the last step
  return [...new Set(found.slice(1))].filter((k) => k < steps);
}

type State = AscentState & {
  /** `point.gradient` is where the weights are, which after a halving is the best point, not `point.z`. */
  readonly point: Point;
  readonly best: Point;
  /** z of the step before. */
  readonly previous: Point['z'];
  readonly halving: Halving;
};

/** g = T g / T, 0 where T = 0: the ascent's step in z has the direction of the plain gradient. */
function plainGradient({ gradient }: Point, operator: tf.Tensor1D): tf.Tensor1D {
  return tf.div(gradient, nonZero(operator));
}

function project(z: tf.Tensor1D, { p, operator }: Problem): tf.Tensor1D {
  return p === 2 ? projectOntoEllipsoid(z, operator) : projectOntoBall(z, p);
}

/**
 * Auto-PGD as tml-epfl/sharpness-vs-generalization computes it (Andriushchenko et al. 2023). With z = T^-1 delta,
 * s the step size, in radii, and P the Euclidean projection of delta = T z onto the region,
 *
 *   z_(k+1) = 0.75 P(z_k + s d) + 0.25 z_(k-1)        d = g / ||g||_2 (p = 2) or sign(g) (p = infinity)
 *
 * Where it differs from the published algorithm (`autoPgd`): the average is with the point before the last one;
 * for p = 2 and T other than 1, d is no steepest direction; a success is a new best value; steps are checked
 * by their number from 0; and halving takes the next gradient at the best point, from where z was.
 *
 * Coordinates with T = 0 stay at 0 and are in no norm. (There, one parameter that is 0 makes the norm no number,
 * and the projection is skipped.)
 */
export function epflAutoPgd(steps: number): Algorithm<State> {
  const waits = intervals(steps, checkedSteps(steps), 0);
  return {
    // at an edge of the box z_2 = z_1, and z_3 goes on
    settles: false,
    init: (start) => ({ point: start, best: start, previous: start.z, halving: beginHalving(start) }),
    step(state, problem, k) {
      const { point, best, previous } = state;
      const { direction } = steepest(plainGradient(point, problem.operator), problem.p);
      const target = project(tf.add(point.z, tf.mul(direction, state.halving.stepSize)), problem);
      const next = problem.evaluate(tf.add(tf.mul(target, NEW_SHARE), tf.mul(previous, 1 - NEW_SHARE)));
      const isSuccess = tf.greater(next.value, best.value);
      const nowBest = choosePoint(isSuccess, next, best);
      const { halve, halving } = halvingAfter(
        state.halving,
        { isSuccess, bestValue: nowBest.value },
        { k, intervals: waits },
      );
      const moved = { ...next, gradient: select(halve, nowBest.gradient, next.gradient) };
      return { state: { point: moved, best: nowBest, previous: point.z, halving }, visited: next };
    },
  };
}
