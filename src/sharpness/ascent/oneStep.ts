import * as tf from '@tensorflow/tfjs-core';
import { steepest } from '../ball.ts';
import type { NormOrder } from '../types.ts';

/** One step, and what it was found from. */
export type OneStepResult = {
  /** epsilon / rho */
  readonly direction: tf.Tensor1D;
  /** T^-1 epsilon / rho, in the unit ball. */
  readonly z: tf.Tensor1D;
  /** ||T g||_q: a scalar. */
  readonly dualNorm: tf.Tensor;
  /** T g */
  readonly scaledGradient: tf.Tensor1D;
};

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
 */
export function oneStep(gradient: tf.Tensor1D, operator: tf.Tensor1D, p: NormOrder): OneStepResult {
  const scaledGradient = tf.mul<tf.Tensor1D>(gradient, operator);
  const { direction: z, dualNorm } = steepest(scaledGradient, p);
  return { direction: tf.mul(operator, z), z, dualNorm, scaledGradient };
}
