import * as tf from '@tensorflow/tfjs-core';
import { oneStep } from '../sharpness/ascent/oneStep.ts';
import { operatorVector } from '../sharpness/normalization.ts';
import type { VectorLayout } from '../sharpness/parameterVector.ts';
import type { SharpnessAware } from './types.ts';

/**
 * w + epsilon, where SAM and ASAM take the gradient that counts: one step of the measures' ascent (paper, section 4),
 *
 *   epsilon = rho T_w sign(g) |T_w g|^(q-1) / ||T_w g||_q^(q-1),   1/p + 1/q = 1
 *
 * A zero gradient perturbs nothing. Weight decay is no part of it.
 *
 * @param w all parameters
 * @param gradient g of the loss at w
 */
export function perturb(
  w: tf.Tensor1D,
  gradient: tf.Tensor1D,
  layout: VectorLayout,
  { radius, p, normalization, bias, eta }: SharpnessAware,
): tf.Tensor1D {
  const operator = operatorVector(w, layout, { normalization, bias, eta });
  return tf.add(w, tf.mul(oneStep(gradient, operator, p).direction, radius));
}
