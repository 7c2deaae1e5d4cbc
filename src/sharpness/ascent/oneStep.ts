import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../../engine/index.ts';
import type { NormOrder } from '../types.ts';

/** The maximizer of the linearized loss over the unit ball, and what it gains per unit of radius. */
export interface Ascent {
  /** epsilon / rho */
  readonly direction: Tensors;
  /** ||T g||_q, the dual norm of the scaled gradient: a scalar. */
  readonly dualNorm: tf.Tensor;
}

function mapTensors(tensors: Tensors, f: (tensor: tf.Tensor, name: string) => tf.Tensor): Tensors {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, f(tensor, name)]));
}

function total(tensors: Tensors, f: (tensor: tf.Tensor) => tf.Tensor): tf.Tensor {
  return tf.addN(Object.values(tensors).map((tensor) => tf.sum(f(tensor))));
}

/** x, or 1 where x is 0: a zero gradient is divided by one and stays zero. */
function nonZero(x: tf.Tensor): tf.Tensor {
  return tf.add(x, tf.sub(1, tf.sign(x)));
}

/**
 * One step of steepest ascent (paper, section 4): with 1/p + 1/q = 1,
 *
 *   epsilon = rho T sign(g) |T g|^(q-1) / ||T g||_q^(q-1)
 *
 * which for p = 2 is rho T^2 g / ||T g||_2 and for p = infinity rho T sign(g). A zero gradient gives zero.
 *
 * Norms are taken of u = |T g| / max |T g|, so that no power of a small or large gradient leaves the
 * range of the type.
 *
 * @param gradient g of the group's loss, by parameter
 * @param operator the diagonal of T_w, by parameter
 */
export function oneStep(gradient: Tensors, operator: Tensors, p: NormOrder): Ascent {
  const scaled = mapTensors(gradient, (g, name) => tf.mul(g, operator[name]!));
  const largest = tf.max(tf.stack(Object.values(scaled).map((s) => tf.max(tf.abs(s)))));
  const unit = mapTensors(scaled, (s) => tf.div(s, nonZero(largest)));
  const along = (shape: (u: tf.Tensor) => tf.Tensor): Tensors =>
    mapTensors(unit, (u, name) => tf.mul(operator[name]!, shape(u)));

  if (p === 'inf') {
    return { direction: along(tf.sign), dualNorm: tf.mul(largest, total(unit, tf.abs)) };
  }
  if (p === 2) {
    const norm = tf.sqrt(total(unit, tf.square));
    return { direction: along((u) => tf.div(u, nonZero(norm))), dualNorm: tf.mul(largest, norm) };
  }
  const q = p / (p - 1);
  const norm = tf.pow(
    total(unit, (u) => tf.pow(tf.abs(u), q)),
    1 / q,
  );
  const power = (u: tf.Tensor): tf.Tensor =>
    tf.mul(tf.sign(u), tf.pow(tf.div(tf.abs(u), nonZero(norm)), q - 1));
  return { direction: along(power), dualNorm: tf.mul(largest, norm) };
}
