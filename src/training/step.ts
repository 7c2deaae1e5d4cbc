import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/index.ts';
import type { Examples } from '../models/apply/index.ts';
import type { BatchGradient, TrainedNetwork } from './batchGradient.ts';
import { clip } from './clip.ts';
import { type Optimizer, type OptimizerState, optimizerOf } from './optimizer/index.ts';
import { sharpGradient } from './sharpGradient.ts';
import { gradientInParts, type PartOptions } from './stepInParts.ts';
import type { TrainingOptions } from './types.ts';
import { type Decay, decayedGradient, decayedParameters } from './weightDecay.ts';

/** All that a step changes. */
export type TrainingState = {
  /** As one vector. */
  readonly parameters: tf.Tensor1D;
  readonly buffers: Readonly<Record<string, tf.Tensor>>;
  readonly optimizer: OptimizerState;
};

/** What a step is told. */
export type StepInput = {
  readonly batch: Examples;
  /** [2] int32: what is dropped at random follows from it. */
  readonly seed: tf.Tensor1D;
  /** The optimizer's numbers of this step, as scalars, and `weightDecay`, unless it is 0. */
  readonly rates: Readonly<Record<string, tf.Tensor>>;
};

export type StepResult = {
  readonly state: TrainingState;
  /** The mean loss of the batch at w, with label smoothing: a scalar. */
  readonly loss: tf.Tensor;
  /** How many examples of the batch were right: a scalar. */
  readonly correct: tf.Tensor;
  /** ||g||^2 of the gradient that the update took, before decay and clipping: 0 where nothing is learned. */
  readonly squaredNorm: tf.Tensor;
};

/** A compiled step. Its results belong to the caller. */
export interface TrainingStep {
  (state: TrainingState, input: StepInput): StepResult;
  dispose(): void;
}

type UpdateOptions = Pick<TrainingOptions, 'clipNorm' | 'weightDecay'>;

/** What an optimizer makes of the gradient of a batch. */
function update(
  { parameters: w, optimizer: kept }: TrainingState,
  { gradient, buffers, loss, correct }: BatchGradient,
  rates: StepInput['rates'],
  { network, optimizer, options }: Parts,
): StepResult {
  const { layout } = network;
  const squaredNorm = tf.sum(tf.square(gradient));
  const clipped = clip(gradient, squaredNorm, options.clipNorm);
  const decay: Decay = {
    ...options.weightDecay,
    lambda: options.weightDecay.lambda === 0 ? 0 : rates.weightDecay!,
  };
  const decayed = decayedGradient(clipped, w, layout, decay);
  const { change, state } = optimizer.update(decayed, kept, rates);
  const parameters = tf.sub<tf.Tensor1D>(decayedParameters(w, rates.learningRate!, layout, decay), change);
  return { state: { parameters, buffers, optimizer: state }, loss, correct, squaredNorm };
}

interface Parts {
  readonly network: TrainedNetwork;
  readonly optimizer: Optimizer;
  readonly options: UpdateOptions;
}

/** The options that a step depends on. */
export type StepOptions = UpdateOptions &
  Pick<TrainingOptions, 'optimizer' | 'sharpnessAware' | 'batchSize' | 'accumulate'>;

/** In what parts the batch is computed; null: as a whole. */
function partsOf({ sharpnessAware, batchSize, accumulate }: StepOptions): PartOptions | null {
  const m = sharpnessAware?.m ?? batchSize;
  if (m < batchSize) return { size: m, sharpnessAware, ownPerturbations: true };
  if (accumulate === 1) return null;
  return { size: Math.ceil(batchSize / accumulate), sharpnessAware, ownPerturbations: false };
}

/** What a step's graph depends on: options with equal keys can share it. */
export function stepKey({ weightDecay, ...options }: StepOptions): string {
  const { optimizer, sharpnessAware, batchSize, accumulate, clipNorm } = options;
  const decay = { ...weightDecay, lambda: weightDecay.lambda === 0 ? 0 : 'given' };
  return JSON.stringify([optimizer, sharpnessAware, batchSize, accumulate, clipNorm, decay]);
}

/**
 * Compiles a training step.
 *
 * The whole step is one graph: both passes, the perturbation, batch norm's statistics and the update. Where the batch
 * is taken in parts (`m`, `accumulate`), it is one graph with a loop over them, which needs the memory of one part, and
 * one for the update.
 */
export function compileStep(engine: Engine, network: TrainedNetwork, options: StepOptions): TrainingStep {
  const parts: Parts = { network, optimizer: optimizerOf(options.optimizer), options };
  const partOptions = partsOf(options);
  if (partOptions === null) {
    const whole = (state: TrainingState, { batch, seed, rates }: StepInput): StepResult => {
      const { parameters, buffers } = state;
      const place = { parameters, buffers, batch, seed };
      return update(state, sharpGradient(network, place, options.sharpnessAware), rates, parts);
    };
    return engine.compile(whole, { name: 'the training step' });
  }
  const gradient = gradientInParts(engine, network, partOptions);
  const finish = engine.compile(
    (state: TrainingState, found: BatchGradient, rates: StepInput['rates']) =>
      update(state, found, rates, parts),
    { name: 'the update' },
  );
  const step = (state: TrainingState, { batch, seed, rates }: StepInput): StepResult => {
    const { parameters, buffers } = state;
    const found = gradient({ parameters, buffers, batch, seed });
    const result = finish(state, found, rates);
    tf.dispose(found);
    return result;
  };
  const dispose = (): void => {
    gradient.dispose();
    finish.dispose();
  };
  return Object.assign(step, { dispose });
}
