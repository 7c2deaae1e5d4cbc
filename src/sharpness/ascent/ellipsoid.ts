import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../../engine/index.ts';
import { largest, mapTensors, nonZero } from '../tensors.ts';

/**
 * Newton's steps to the multiplier. Each brings it nearer from below, in the end with twice as many digits a
 * step; weights that are spread over eight orders of magnitude take 16, those of a network fewer than 10.
 */
const NEWTON_STEPS = 24;
/** The least T^2, where the largest is 1: a coordinate with T = 0 divides 0 by it. */
const LEAST_SQUARE = 1e-30;

/** All coordinates in one vector, so that the graph is small whatever the number of parameters. */
function flatten(tensors: Tensors): tf.Tensor1D {
  return tf.concat(Object.values(tensors).map((tensor) => tf.reshape(tensor, [tensor.size])));
}

/**
 * The point of the ellipsoid ||T^-1 delta||_2 <= 1 that is nearest to delta = T z in the Euclidean norm of
 * delta, in z again: with t = T^2,
 *
 *   z t / (t + mu)      where mu >= 0 is 0 inside, and else such that the norm is 1
 *
 * For T = 1 that is z / ||z||.
 */
export function projectOntoEllipsoid(z: Tensors, operator: Tensors): Tensors {
  const scale = nonZero(largest(operator, (T) => T));
  const squares = mapTensors(operator, (T) => tf.maximum(tf.square(tf.div(T, scale)), LEAST_SQUARE));
  const [flatZ, t] = [flatten(z), flatten(squares)];
  let mu: tf.Tensor = tf.scalar(0);
  for (let k = 0; k < NEWTON_STEPS; k++) {
    // on 1 / norm - 1, which is concave in mu, so that no step goes too far
    const sum = tf.add(t, mu);
    const squared = tf.square(tf.div(tf.mul(flatZ, t), sum));
    const normSquared = tf.sum(squared);
    const change = tf.div(
      tf.mul(tf.sub(tf.sqrt(normSquared), 1), normSquared),
      nonZero(tf.sum(tf.div(squared, sum))),
    );
    mu = tf.maximum(tf.add(mu, change), 0);
  }
  return mapTensors(z, (tensor, name) => tf.mul(tensor, tf.div(squares[name]!, tf.add(squares[name]!, mu))));
}
