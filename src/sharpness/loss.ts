import * as tf from '@tensorflow/tfjs-core';
import { softmaxCrossEntropy } from '../engine/index.ts';
import type { Model, Weights } from '../models/apply/index.ts';

/** Normalized images, [examples, height, width, channels], and their one-hot labels, [examples, classes]. */
export type Examples = {
  readonly images: tf.Tensor4D;
  readonly targets: tf.Tensor2D;
};

/** The cross-entropy of each example, [examples]: evaluation mode, no label smoothing. */
export function exampleLosses(model: Model, weights: Weights, { images, targets }: Examples): tf.Tensor1D {
  return softmaxCrossEntropy(model(weights, images, { mode: 'evaluation' }).logits, targets);
}

/** The losses of `exampleLosses` and the gradient of their mean, by parameter. */
export function lossesAndGradient(
  model: Model,
  { parameters, buffers }: Weights,
  examples: Examples,
): { readonly losses: tf.Tensor1D; readonly gradient: Record<string, tf.Tensor> } {
  const names = Object.keys(parameters);
  let kept: tf.Tensor1D | undefined;
  const meanLoss = (...values: tf.Tensor[]): tf.Scalar => {
    const given = Object.fromEntries(names.map((name, k) => [name, values[k]!]));
    kept = tf.keep(exampleLosses(model, { parameters: given, buffers }, examples));
    return tf.mean(kept);
  };
  const gradients = tf.grads(meanLoss)(names.map((name) => parameters[name]!));
  const losses = tf.clone(kept!);
  kept!.dispose();
  return { losses, gradient: Object.fromEntries(names.map((name, k) => [name, gradients[k]!])) };
}
