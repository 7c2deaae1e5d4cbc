import * as tf from '@tensorflow/tfjs-core';
import { type Compiled, type Engine, gradientOf, softmaxCrossEntropy } from '../engine/index.ts';
import type { Examples, Model, Weights } from '../models/apply/index.ts';
import { type SgdState, updateSgd } from './sgd.ts';
import type { TrainingOptions } from './types.ts';

/** All that a step changes. */
export type TrainingState = {
  readonly weights: Weights;
  readonly optimizer: SgdState;
};

/** What a step is told. */
export type StepInput = {
  readonly batch: Examples;
  /** [2] int32: what dropout drops follows from it. */
  readonly seed: tf.Tensor1D;
  /** A scalar. */
  readonly learningRate: tf.Tensor;
};

export type StepResult = {
  readonly state: TrainingState;
  /** The mean loss of the batch, with label smoothing: a scalar. */
  readonly loss: tf.Tensor;
  /** How many examples of the batch were right: a scalar. */
  readonly correct: tf.Tensor;
};

export type TrainingStep = Compiled<[TrainingState, StepInput], StepResult>;

/** (1 - s) one-hot + s / classes */
function smooth(targets: tf.Tensor2D, smoothing: number): tf.Tensor2D {
  if (smoothing === 0) return targets;
  return tf.add(tf.mul(targets, 1 - smoothing), smoothing / targets.shape[1]) as tf.Tensor2D;
}

/** Compiles a whole step into one graph: forward, backward, batch norm's statistics and the update. */
export function compileStep(engine: Engine, model: Model, options: TrainingOptions): TrainingStep {
  const step = (
    { weights, optimizer }: TrainingState,
    { batch, seed, learningRate }: StepInput,
  ): StepResult => {
    const { value, gradient, aux } = gradientOf((parameters) => {
      const pass = { mode: 'training', seed } as const;
      const { logits, buffers } = model({ parameters, buffers: weights.buffers }, batch.images, pass);
      const hits = tf.equal(tf.argMax(logits, 1), tf.argMax(batch.targets, 1));
      const losses = softmaxCrossEntropy(logits, smooth(batch.targets, options.labelSmoothing));
      return {
        value: tf.mean(losses) as tf.Scalar,
        aux: { buffers, correct: tf.sum(tf.cast(hits, 'float32')) },
      };
    }, weights.parameters);
    const { parameters, state } = updateSgd(weights.parameters, gradient, optimizer, learningRate, options);
    return {
      state: { weights: { parameters, buffers: aux.buffers }, optimizer: state },
      loss: value,
      correct: aux.correct,
    };
  };
  return engine.compile(step, { name: 'the training step' });
}
