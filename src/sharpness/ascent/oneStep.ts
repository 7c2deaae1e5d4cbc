import * as tf from '@tensorflow/tfjs-core';
import { type Steepest, steepest } from '../ball.ts';
import type { NormOrder } from '../types.ts';

/** One step, and what it was found from. */
export interface OneStepResult extends Steepest {
  /** T g */
  readonly scaledGradient: tf.Tensor1D;
}

/**
 * One step of steepest ascent (paper, section 4): with 1/p + 1/q = 1,
 *
 *   epsilon = rho T sign(g) |T g|^(q-1) / ||T g||_q^(q-1)
 *
 * which for p = 2 is rho T^2 g / ||T g||_2 and for p = infinity rho T sign(g): in z = T^-1 epsilon, the steepest
 * direction of T g. A zero gradient gives zero.
 *
 * @param gradient g of the group's loss
 * @param operator the diagonal of T_w; 0 where a parameter is not perturbed
 * @returns epsilon / rho as `direction`, and ||T g||_q
 */
export function oneStep(gradient: tf.Tensor1D, operator: tf.Tensor1D, p: NormOrder): OneStepResult {
  const scaledGradient = tf.mul<tf.Tensor1D>(gradient, operator);
  const { direction, dualNorm } = steepest(scaledGradient, p);
  return { direction: tf.mul(operator, direction), dualNorm, scaledGradient };
}
