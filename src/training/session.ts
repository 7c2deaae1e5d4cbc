import * as tf from '@tensorflow/tfjs-core';
import type { Dataset, Loader } from '../data/index.ts';
import type { Engine } from '../engine/index.ts';
import { model, toTensors } from '../models/apply/index.ts';
import { elementCount, type Initialization, type ModelSpec } from '../models/spec/index.ts';
import { layoutOf, type VectorLayout } from '../sharpness/parameterVector.ts';
import { compileScorer, EVALUATION_BATCH, evaluateBatches, type Scorer } from './evaluate.ts';
import { type Optimizer, optimizerOf } from './optimizer/index.ts';
import { compileStep, stepKey, type TrainingState, type TrainingStep } from './step.ts';
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

/** What trainings with the same network, options of a step and data can share. */
export interface TrainingTools {
  readonly step: TrainingStep;
  readonly scorer: Scorer;
  readonly loader: Loader;
}

/** What the tools of a training are made from. */
export type ToolsTask = Pick<TrainingTask, 'engine' | 'spec' | 'dataset' | 'options'>;

/** What the compiled functions of a training depend on: trainings with equal keys can share them. */
export function compiledKey({ spec, options }: Pick<TrainingTask, 'spec' | 'options'>): string {
  return JSON.stringify([spec.options, options.labelSmoothing, stepKey(options)]);
}

/** Where the parameters of a model are in the vector of all, in the shapes that they have on an engine. */
function specLayout({ parameters }: ModelSpec): VectorLayout {
  const zeros = parameters.map(
    ({ name, shape }) => [name, { shape, data: new Float32Array(elementCount(shape)) }] as const,
  );
  const tensors = toTensors(new Map(zeros));
  const layout = layoutOf(tensors);
  tf.dispose(tensors);
  return layout;
}

/** The compiled functions of a training. */
export function compileFor({
  engine,
  spec,
  options,
}: Omit<ToolsTask, 'dataset'>): Pick<TrainingTools, 'step' | 'scorer'> {
  const network = model(spec.options);
  const layout = specLayout(spec);
  const { labelSmoothing } = options;
  return {
    step: compileStep(engine, { model: network, layout, labelSmoothing }, options),
    scorer: compileScorer(engine, network),
  };
}

/** The tools and the state of a training. */
export interface Session extends TrainingTools {
  readonly task: TrainingTask;
  readonly layout: VectorLayout;
  readonly optimizer: Optimizer;
  state: TrainingState;
}

/** Starts a training, or goes on from a state of it. */
export function startSession(
  task: TrainingTask,
  tools: TrainingTools,
  from: SavedState | undefined,
): Session {
  const { spec, options, seed, initialization } = task;
  const optimizer = optimizerOf(options.optimizer);
  const { state, layout } = initialState({ spec, optimizer, initialization, seed });
  if (from) tf.dispose(tensorsOf(state));
  return { ...tools, task, layout, optimizer, state: from ? restoreState(from) : state };
}

/** Frees what is the session's own. */
export function endSession({ state }: Session): void {
  tf.dispose(tensorsOf(state));
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
