import * as tf from '@tensorflow/tfjs-core';
import { type Dataset, type Loader, startLoader } from '../data/index.ts';
import type { Engine } from '../engine/index.ts';
import { model } from '../models/apply/index.ts';
import type { Initialization, ModelSpec } from '../models/spec/index.ts';
import type { VectorLayout } from '../sharpness/parameterVector.ts';
import { compileScorer, EVALUATION_BATCH, evaluateBatches, type Scorer } from './evaluate.ts';
import { type Optimizer, optimizerOf } from './optimizer/index.ts';
import { compileStep, type TrainingState, type TrainingStep } from './step.ts';
import { initialState, parametersOf, restoreState, type SavedState, tensorsOf } from './trainingState.ts';
import type { Performance, TrainingOptions } from './types.ts';

/** What to train, on what. Equal seeds give equal weights, to the bit, on the same engine and threads. */
export interface TrainingTask {
  readonly engine: Engine;
  readonly spec: ModelSpec;
  readonly dataset: Dataset;
  readonly options: TrainingOptions;
  readonly initialization: Initialization;
  readonly seed: number;
}

/** The compiled functions, the data and the state of a training. */
export interface Session {
  readonly task: TrainingTask;
  readonly layout: VectorLayout;
  readonly optimizer: Optimizer;
  readonly step: TrainingStep;
  readonly scorer: Scorer;
  readonly loader: Loader;
  state: TrainingState;
}

/** Starts a training, or goes on from a state of it. */
export function startSession(task: TrainingTask, from: SavedState | undefined): Session {
  const { engine, spec, options, seed, initialization } = task;
  const network = model(spec.options);
  const optimizer = optimizerOf(options.optimizer);
  const loader = startLoader(task.dataset);
  const { state, layout } = initialState({ spec, optimizer, initialization, seed });
  if (from) tf.dispose(tensorsOf(state));
  return {
    task,
    layout,
    optimizer,
    step: compileStep(engine, { model: network, layout, labelSmoothing: options.labelSmoothing }, options),
    scorer: compileScorer(engine, network),
    loader,
    state: from ? restoreState(from) : state,
  };
}

/** Frees all that a session holds. */
export async function endSession({ state, step, scorer, loader }: Session): Promise<void> {
  tf.dispose(tensorsOf(state));
  step.dispose();
  scorer.dispose();
  await loader.close();
}

/** Loss and accuracies over a split in evaluation mode. */
export async function evaluate(session: Session, split: 'train' | 'test'): Promise<Performance> {
  const { scorer, layout, state, task, loader } = session;
  const parameters = parametersOf(state, layout);
  const batches = loader.batches({
    split,
    epoch: 0,
    batchSize: EVALUATION_BATCH,
    order: 'file',
    augmentation: null,
    seed: task.seed,
  });
  try {
    return await evaluateBatches(scorer, { parameters, buffers: state.buffers }, batches, task.dataset);
  } finally {
    tf.dispose(parameters);
  }
}
