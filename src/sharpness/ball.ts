import * as tf from '@tensorflow/tfjs-core';
import type { NormOrder } from './types.ts';

/** Geometry of the region in z = T_w^-1 epsilon / rho, where it is the unit ball of the p-norm. */

/** The point of the unit ball that goes furthest along a vector, and how far that is. */
export interface Steepest {
  /** argmax of <u, z> over ||z||_p <= 1 */
  readonly direction: tf.Tensor1D;
  /** ||u||_q, the dual norm: a scalar. */
  readonly dualNorm: tf.Tensor;
}

/** x >= 0, or 1 where x is 0: what is divided by it stays 0. */
export function nonZero(x: tf.Tensor): tf.Tensor {
  return tf.add(x, tf.sub(1, tf.sign(x)));
}

/**
 * The direction of steepest ascent: with 1/p + 1/q = 1,
 *
 *   z = sign(u) |u|^(q-1) / ||u||_q^(q-1)
 *
 * which is u / ||u||_2 for p = 2 and sign(u) for p = infinity. A zero vector gives zero.
 *
 * Norms are taken of u / max |u|, so that no power of small or large coordinates leaves the range of the type.
 */
export function steepest(u: tf.Tensor1D, p: NormOrder): Steepest {
  const largest = tf.max(tf.abs(u));
  const unit = tf.div<tf.Tensor1D>(u, nonZero(largest));
  if (p === 'inf') return { direction: tf.sign(unit), dualNorm: tf.mul(largest, tf.sum(tf.abs(unit))) };
  if (p === 2) {
    const norm = tf.sqrt(tf.sum(tf.square(unit)));
    return { direction: tf.div(unit, nonZero(norm)), dualNorm: tf.mul(largest, norm) };
  }
  // q - 1 = 1 / (p - 1), divided in the graph: in double precision no constant is rounded
  const q = tf.div(p, p - 1);
  const norm = tf.pow(tf.sum(tf.pow(tf.abs(unit), q)), tf.div(p - 1, p));
  const power = tf.pow(tf.div(tf.abs(unit), nonZero(norm)), tf.div(1, p - 1));
  return { direction: tf.mul(tf.sign(unit), power), dualNorm: tf.mul(largest, norm) };
}

/** The norm orders whose balls iterative ascents project onto. */
export type BallOrder = 2 | 'inf';

/** ||z||_p: a scalar. */
export function norm(z: tf.Tensor1D, p: BallOrder): tf.Tensor {
  return p === 2 ? tf.sqrt(tf.sum(tf.square(z))) : tf.max(tf.abs(z));
}

/** The nearest point of the unit ball. */
export function projectOntoBall(z: tf.Tensor1D, p: BallOrder): tf.Tensor1D {
  return p === 'inf' ? tf.clipByValue(z, -1, 1) : tf.div(z, tf.maximum(norm(z, 2), 1));
}
