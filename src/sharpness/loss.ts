import * as tf from '@tensorflow/tfjs-core';
import { gradientOf, softmaxCrossEntropy } from '../engine/index.ts';
import type { Examples, Model, Pass, Weights } from '../models/apply/index.ts';
import { fromVector, type VectorLayout } from './parameterVector.ts';
import type { LossName, SharpnessPlan } from './types.ts';

/** Which loss of a network is meant. */
export type LossChoice = Pick<SharpnessPlan, 'loss' | 'batchNorm'>;

/** L_i(w), [examples], of a network at given weights: no label smoothing, no dropout. */
export type ExampleLosses = (weights: Weights, examples: Examples) => tf.Tensor1D;

/** The logits less their mean, over their norm (Andriushchenko et al. 2023). */
function normalizeLogits(logits: tf.Tensor2D): tf.Tensor2D {
  const centered = tf.sub(logits, tf.mean(logits, 1, true));
  // a norm of at least 1e-10, as there; below the root, so that equal logits have a derivative
  const norms = tf.sqrt(tf.maximum(tf.sum(tf.square(centered), 1, true), 1e-20));
  return tf.div(centered, norms);
}

/** The largest logit of another class less that of the true class, [examples]. */
function margin(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor1D {
  const none = tf.fill(logits.shape, Number.NEGATIVE_INFINITY);
  const others = tf.where(tf.greater(targets, 0), none, logits);
  // one rival, also where two are equal: their gradients must not add up
  const rival = tf.cast(tf.oneHot(tf.argMax(others, 1), logits.shape[1]), 'float32');
  return tf.sum(tf.mul(logits, tf.sub(rival, targets)), 1);
}

function lossOf(name: LossName, logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor1D {
  switch (name) {
    case 'cross-entropy':
      return softmaxCrossEntropy(logits, targets);
    case 'normalized-logits':
      return softmaxCrossEntropy(normalizeLogits(logits), targets);
    case 'margin':
      return margin(logits, targets);
  }
}

/** The losses of a network's examples: nothing is dropped, in batch mode either. */
export function exampleLosses(model: Model, { loss, batchNorm }: LossChoice): ExampleLosses {
  return (weights, { images, targets }) => {
    const pass: Pass = { mode: batchNorm };
    return lossOf(loss, model(weights, images, pass).logits, targets);
  };
}

/** The parameters as one vector, and the buffers. */
export type VectorWeights = {
  readonly parameters: tf.Tensor1D;
  readonly buffers: Weights['buffers'];
};

/** `ExampleLosses` of parameters in one vector. */
export type VectorLosses = (weights: VectorWeights, examples: Examples) => tf.Tensor1D;

/** The losses as a function of the vector of parameters. */
export function vectorLosses(lossesAt: ExampleLosses, layout: VectorLayout): VectorLosses {
  return ({ parameters, buffers }, examples) =>
    lossesAt({ parameters: fromVector(parameters, layout), buffers }, examples);
}

/** The losses, and the gradient of their mean. */
export function lossesAndGradient(
  lossesAt: VectorLosses,
  { parameters, buffers }: VectorWeights,
  examples: Examples,
): { readonly losses: tf.Tensor1D; readonly gradient: tf.Tensor1D } {
  const { aux, gradient } = gradientOf(
    (at) => {
      const losses = lossesAt({ parameters: at.parameters as tf.Tensor1D, buffers }, examples);
      return { value: tf.mean(losses) as tf.Scalar, aux: losses };
    },
    { parameters },
  );
  return { losses: aux, gradient: gradient.parameters as tf.Tensor1D };
}
