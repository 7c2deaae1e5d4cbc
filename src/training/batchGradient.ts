import * as tf from '@tensorflow/tfjs-core';
import { gradientOf, softmaxCrossEntropy, type Tensors } from '../engine/index.ts';
import type { Examples, Model } from '../models/apply/index.ts';
import { fromVector, type VectorLayout } from '../sharpness/parameterVector.ts';

/** What the loss is a function of, besides parameters and examples. */
export interface TrainedNetwork {
  readonly model: Model;
  readonly layout: VectorLayout;
  /** The share of a label's probability that is spread over all classes. */
  readonly labelSmoothing: number;
}

/** Where a gradient is taken. */
export type GradientPlace = {
  readonly parameters: tf.Tensor1D;
  readonly buffers: Tensors;
  readonly batch: Examples;
  /** [2] int32: what is dropped at random follows from it. */
  readonly seed: tf.Tensor1D;
};

/** The mean loss of a batch in training mode, and what came with it. */
export type BatchGradient = {
  readonly gradient: tf.Tensor1D;
  readonly loss: tf.Tensor;
  /** How many of its examples were right. */
  readonly correct: tf.Tensor;
  /** Batch norm's running statistics, moved on. */
  readonly buffers: Tensors;
};

/** (1 - s) t + s / classes */
function smooth(targets: tf.Tensor2D, smoothing: number): tf.Tensor2D {
  if (smoothing === 0) return targets;
  return tf.add(tf.mul(targets, 1 - smoothing), smoothing / targets.shape[1]) as tf.Tensor2D;
}

/** The gradient of the mean cross-entropy of a batch: forward and backward through the network in training mode. */
export function batchGradient(
  { model, layout, labelSmoothing }: TrainedNetwork,
  { parameters, buffers, batch: { images, targets }, seed }: GradientPlace,
): BatchGradient {
  const { value, gradient, aux } = gradientOf(
    (at) => {
      const weights = { parameters: fromVector(at.parameters as tf.Tensor1D, layout), buffers };
      const pass = model(weights, images, { mode: 'training', seed });
      const hits = tf.equal(tf.argMax(pass.logits, 1), tf.argMax(targets, 1));
      const losses = softmaxCrossEntropy(pass.logits, smooth(targets, labelSmoothing));
      return {
        value: tf.mean(losses) as tf.Scalar,
        aux: { buffers: pass.buffers, correct: tf.sum(tf.cast(hits, 'float32')) },
      };
    },
    { parameters },
  );
  return { gradient: gradient.parameters as tf.Tensor1D, loss: value, ...aux };
}
