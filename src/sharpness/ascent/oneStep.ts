import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../../engine/index.ts';
import { type Steepest, steepest } from '../ball.ts';
import { mapTensors } from '../tensors.ts';
import type { NormOrder } from '../types.ts';

/**
 * One step of steepest ascent (paper, section 4): with 1/p + 1/q = 1,
 *
 *   epsilon = rho T sign(g) |T g|^(q-1) / ||T g||_q^(q-1)
 *
 * which for p = 2 is rho T^2 g / ||T g||_2 and for p = infinity rho T sign(g): in z = T^-1 epsilon, the steepest
 * direction of T g. A zero gradient gives zero.
 *
 * @param gradient g of the group's loss, by parameter
 * @param operator the diagonal of T_w, by parameter: of those that are perturbed
 * @returns epsilon / rho, and ||T g||_q
 */
export function oneStep(gradient: Tensors, operator: Tensors, p: NormOrder): Steepest {
  const scaled = mapTensors(operator, (T, name) => tf.mul(T, gradient[name]!));
  const { direction, dualNorm } = steepest(scaled, p);
  return { direction: mapTensors(operator, (T, name) => tf.mul(T, direction[name]!)), dualNorm };
}
