import * as tf from '@tensorflow/tfjs-core';
import { type BallOrder, nonZero, norm, projectOntoBall } from '../ball.ts';

/** From which |z_i| on a coordinate counts as on the boundary. */
const ON_BOUNDARY = 0.999;

/** Where in the ball a point is. */
export type Maximizer = {
  /** epsilon / rho */
  readonly direction: tf.Tensor1D;
  /** ||z||_p: a scalar. */
  readonly norm: tf.Tensor;
  /** The share of the perturbed coordinates with |z_i| = 1, to 1e-3: a scalar. */
  readonly boundaryShare: tf.Tensor;
};

/** A point, put into the ball, and where in it that is. */
export function maximizerAt(p: BallOrder, operator: tf.Tensor1D, z: tf.Tensor1D): Maximizer {
  const inside = projectOntoBall(z, p);
  const isPerturbed = tf.greater(operator, 0);
  const isOnBoundary = tf.logicalAnd(isPerturbed, tf.greaterEqual(tf.abs(inside), ON_BOUNDARY));
  const count = (flags: tf.Tensor): tf.Tensor => tf.sum(tf.cast(flags, 'float32'));
  return {
    direction: tf.mul(operator, inside),
    norm: norm(inside, p),
    boundaryShare: tf.div(count(isOnBoundary), nonZero(count(isPerturbed))),
  };
}
