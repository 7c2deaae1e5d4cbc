import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../engine/index.ts';

/** What SGD keeps between steps: a velocity a parameter. */
export type SgdState = Tensors;

export interface SgdOptions {
  readonly momentum: number;
  readonly weightDecay: number;
}

/** No velocity yet. */
export function initSgd(parameters: Tensors): SgdState {
  return Object.fromEntries(Object.entries(parameters).map(([name, w]) => [name, tf.zerosLike(w)]));
}

/**
 * One step of SGD as PyTorch has it: with weight decay lambda and momentum mu,
 *
 *   v <- mu v + (g + lambda w),   w <- w - alpha v
 *
 * @param learningRate alpha, a scalar
 */
export function updateSgd(
  parameters: Tensors,
  gradient: Tensors,
  velocity: SgdState,
  learningRate: tf.Tensor,
  { momentum, weightDecay }: SgdOptions,
): { readonly parameters: Tensors; readonly state: SgdState } {
  const moved: Record<string, tf.Tensor> = {};
  const state: Record<string, tf.Tensor> = {};
  for (const [name, w] of Object.entries(parameters)) {
    const decayed = weightDecay === 0 ? gradient[name]! : tf.add(gradient[name]!, tf.mul(w, weightDecay));
    const v = momentum === 0 ? decayed : tf.add(tf.mul(velocity[name]!, momentum), decayed);
    state[name] = v;
    moved[name] = tf.sub(w, tf.mul(v, learningRate));
  }
  return { parameters: moved, state };
}
