import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../engine/index.ts';
import { largest, mapTensors, nonZero, total } from './tensors.ts';
import type { NormOrder } from './types.ts';

/** Geometry of the region in z = T_w^-1 epsilon / rho, where it is the unit ball of the p-norm. */

/** The point of the unit ball that goes furthest along a vector, and how far that is. */
export interface Steepest {
  /** argmax of <u, z> over ||z||_p <= 1 */
  readonly direction: Tensors;
  /** ||u||_q, the dual norm: a scalar. */
  readonly dualNorm: tf.Tensor;
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
export function steepest(u: Tensors, p: NormOrder): Steepest {
  const scale = largest(u, tf.abs);
  const unit = mapTensors(u, (tensor) => tf.div(tensor, nonZero(scale)));
  if (p === 'inf')
    return { direction: mapTensors(unit, tf.sign), dualNorm: tf.mul(scale, total(unit, tf.abs)) };
  if (p === 2) {
    const norm = tf.sqrt(total(unit, tf.square));
    const direction = mapTensors(unit, (tensor) => tf.div(tensor, nonZero(norm)));
    return { direction, dualNorm: tf.mul(scale, norm) };
  }
  // q - 1 = 1 / (p - 1), divided in the graph: in double precision no constant is rounded
  const q = tf.div(p, p - 1);
  const norm = tf.pow(
    total(unit, (tensor) => tf.pow(tf.abs(tensor), q)),
    tf.div(p - 1, p),
  );
  const power = (tensor: tf.Tensor): tf.Tensor =>
    tf.mul(tf.sign(tensor), tf.pow(tf.div(tf.abs(tensor), nonZero(norm)), tf.div(1, p - 1)));
  return { direction: mapTensors(unit, power), dualNorm: tf.mul(scale, norm) };
}

/** The norm orders whose balls iterative ascents project onto. */
export type BallOrder = 2 | 'inf';

/** ||z||_p: a scalar. */
export function norm(z: Tensors, p: BallOrder): tf.Tensor {
  return p === 2 ? tf.sqrt(total(z, tf.square)) : largest(z, tf.abs);
}

/** The nearest point of the unit ball. */
export function projectOntoBall(z: Tensors, p: BallOrder): Tensors {
  if (p === 'inf') return mapTensors(z, (tensor) => tf.clipByValue(tensor, -1, 1));
  const outside = tf.maximum(norm(z, 2), 1);
  return mapTensors(z, (tensor) => tf.div(tensor, outside));
}
