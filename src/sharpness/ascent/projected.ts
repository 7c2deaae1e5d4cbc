import * as tf from '@tensorflow/tfjs-core';
import { projectOntoBall, steepest } from '../ball.ts';
import type { ProjectedAscent } from '../types.ts';
import { choosePoint } from './choose.ts';
import type { Algorithm, AscentState, Point } from './types.ts';

type State = AscentState & {
  readonly best: Point;
  /** z of the step before. */
  readonly previous: Point['z'];
};

/**
 * Projected steepest ascent with momentum (Polyak's heavy ball): with d the steepest direction of the gradient
 * and P the projection onto the ball,
 *
 *   z_(k+1) = P(z_k + stepSize d(z_k) + momentum (z_k - z_(k-1)))
 */
export function projectedAscent({ stepSize, momentum }: ProjectedAscent): Algorithm<State> {
  return {
    settles: true,
    init: (start) => ({ point: start, best: start, previous: start.z }),
    step({ point, best, previous }, { p, evaluate }) {
      const { direction } = steepest(point.gradient, p);
      const target = tf.addN<tf.Tensor1D>([
        point.z,
        tf.mul(direction, stepSize),
        tf.mul(tf.sub(point.z, previous), momentum),
      ]);
      const moved = evaluate(projectOntoBall(target, p));
      const state = {
        point: moved,
        best: choosePoint(tf.greater(moved.value, best.value), moved, best),
        previous: point.z,
      };
      return { state, visited: moved };
    },
  };
}
