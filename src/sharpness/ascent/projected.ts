import * as tf from '@tensorflow/tfjs-core';
import { select } from '../../engine/index.ts';
import { projectOntoBall, steepest } from '../ball.ts';
import type { ProjectedAscent } from '../types.ts';
import type { Algorithm, AscentState, Point } from './types.ts';

/** The better one of the best point so far and a new one. */
function better(best: AscentState['best'], { z, value }: Point): AscentState['best'] {
  const improved = tf.greater(value, best.value);
  return { z: select(improved, z, best.z), value: select(improved, value, best.value) };
}

type State = AscentState & {
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
    init(start) {
      const { z, value } = start;
      return { point: start, best: { z, value }, previous: z };
    },
    step({ point, best, previous }, { p, evaluate }) {
      const { direction } = steepest(point.gradient, p);
      const target = tf.addN<tf.Tensor1D>([
        point.z,
        tf.mul(direction, stepSize),
        tf.mul(tf.sub(point.z, previous), momentum),
      ]);
      const moved = evaluate(projectOntoBall(target, p));
      return { point: moved, best: better(best, moved), previous: point.z };
    },
  };
}
