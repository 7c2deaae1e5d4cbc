import * as tf from '@tensorflow/tfjs-core';
import { gradientOf, softmaxCrossEntropy, type Tensors } from '../engine/index.ts';
import type { Examples, Model, Weights } from '../models/apply/index.ts';

/** The cross-entropy of each example, [examples]: evaluation mode, no label smoothing. */
export function exampleLosses(model: Model, weights: Weights, { images, targets }: Examples): tf.Tensor1D {
  return softmaxCrossEntropy(model(weights, images, { mode: 'evaluation' }).logits, targets);
}

/** The losses of `exampleLosses` and the gradient of their mean, by parameter. */
export function lossesAndGradient(
  model: Model,
  { parameters, buffers }: Weights,
  examples: Examples,
): { readonly losses: tf.Tensor1D; readonly gradient: Tensors } {
  const { aux, gradient } = gradientOf((at) => {
    const losses = exampleLosses(model, { parameters: at, buffers }, examples);
    return { value: tf.mean(losses) as tf.Scalar, aux: losses };
  }, parameters);
  return { losses: aux, gradient };
}
