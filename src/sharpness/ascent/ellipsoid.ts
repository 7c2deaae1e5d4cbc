import * as tf from '@tensorflow/tfjs-core';
import { nonZero } from '../ball.ts';

/**
 * Newton's steps to the multiplier. Each brings it nearer from below, in the end with twice as many digits a
 * step; weights that are spread over eight orders of magnitude take 16, those of a network fewer than 10.
 */
const NEWTON_STEPS = 24;
/** The least T^2, where the largest is 1: a coordinate with T = 0 divides 0 by it. */
const LEAST_SQUARE = 1e-30;

/**
 * The point of the ellipsoid ||T^-1 delta||_2 <= 1 that is nearest to delta = T z in the Euclidean norm of
 * delta, in z again: with t = T^2,
 *
 *   z t / (t + mu)      where mu >= 0 is 0 inside, and else such that the norm is 1
 *
 * For T = 1 that is z / ||z||.
 */
export function projectOntoEllipsoid(z: tf.Tensor1D, operator: tf.Tensor1D): tf.Tensor1D {
  const t = tf.maximum(tf.square(tf.div(operator, nonZero(tf.max(operator)))), LEAST_SQUARE);
  let mu: tf.Tensor = tf.scalar(0);
  for (let k = 0; k < NEWTON_STEPS; k++) {
    // on 1 / norm - 1, which is concave in mu, so that no step goes too far
    const sum = tf.add(t, mu);
    const squared = tf.square(tf.div(tf.mul(z, t), sum));
    const normSquared = tf.sum(squared);
    const change = tf.div(
      tf.mul(tf.sub(tf.sqrt(normSquared), 1), normSquared),
      nonZero(tf.sum(tf.div(squared, sum))),
    );
    mu = tf.maximum(tf.add(mu, change), 0);
  }
  return tf.mul(z, tf.div(t, tf.add(t, mu)));
}
