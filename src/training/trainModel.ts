import * as tf from '@tensorflow/tfjs-core';
import type { HistoryRow, RunMetrics } from '../checkpoints/index.ts';
import type { Dataset } from '../data/index.ts';
import { type Engine, scoped } from '../engine/index.ts';
import { examplesOf, model, toHosts, toTensors, type Weights } from '../models/apply/index.ts';
import {
  type HostTensor,
  initialBuffers,
  initializeParameters,
  type ModelSpec,
} from '../models/spec/index.ts';
import { permutation, randomStream } from '../random/stream.ts';
import { UserError } from '../userError.ts';
import { compileScorer, evaluateSplit, type Scorer } from './evaluate.ts';
import { learningRateAt } from './schedule.ts';
import { initSgd } from './sgd.ts';
import { compileStep, type TrainingState, type TrainingStep } from './step.ts';
import type { Performance, TrainingOptions } from './types.ts';

/** What to train, on what. Equal seeds give equal weights, to the bit, on the same engine and threads. */
export interface TrainingTask {
  readonly engine: Engine;
  readonly spec: ModelSpec;
  readonly dataset: Dataset;
  readonly options: TrainingOptions;
  readonly seed: number;
}

export interface TrainedModel {
  readonly parameters: ReadonlyMap<string, HostTensor>;
  readonly buffers: ReadonlyMap<string, HostTensor>;
  readonly metrics: RunMetrics;
  readonly history: readonly HistoryRow[];
}

function initialState(spec: ModelSpec, seed: number): TrainingState {
  const parameters = toTensors(initializeParameters(spec, seed));
  return {
    weights: { parameters, buffers: toTensors(initialBuffers(spec)) },
    optimizer: initSgd(parameters),
  };
}

/** One pass over the training examples in an order that follows from the seed. */
function trainEpoch(
  step: TrainingStep,
  start: TrainingState,
  { dataset, options, seed }: TrainingTask,
  epoch: number,
): { readonly state: TrainingState; readonly performance: Performance } {
  const { train } = dataset;
  const order = permutation(randomStream(seed, `order ${epoch}`), train.count);
  const dropouts = randomStream(seed, `dropout ${epoch}`);
  const learningRate = learningRateAt(epoch, options);
  let state = start;
  let loss = 0;
  let correct = 0;
  for (let first = 0; first < train.count; first += options.batchSize) {
    const indices = order.subarray(first, first + options.batchSize);
    scoped(() => {
      const result = step(state, {
        batch: examplesOf(dataset, train, indices),
        seed: tf.tensor1d([dropouts.integer(2 ** 31), 0], 'int32'),
        learningRate: tf.scalar(learningRate),
      });
      loss += result.loss.dataSync()[0]! * indices.length;
      correct += result.correct.dataSync()[0]!;
      tf.dispose(state);
      state = keep(result.state);
    });
  }
  return { state, performance: { loss: loss / train.count, accuracy: correct / train.count } };
}

function keep(state: TrainingState): TrainingState {
  for (const tensors of [state.weights.parameters, state.weights.buffers, state.optimizer]) {
    for (const tensor of Object.values(tensors)) tf.keep(tensor);
  }
  return state;
}

function requireFinite(epoch: number, loss: number): void {
  if (Number.isFinite(loss)) return;
  throw new UserError(
    `training diverged: the loss of epoch ${epoch} is ${loss}; try a smaller learning rate`,
  );
}

/** The stored form, in the order of the specification. */
function stored(weights: Weights, spec: ModelSpec): Pick<TrainedModel, 'parameters' | 'buffers'> {
  const inOrder = (names: readonly { readonly name: string }[], tensors: Weights['parameters']) =>
    toHosts(Object.fromEntries(names.map(({ name }) => [name, tensors[name]!])));
  return {
    parameters: inOrder(spec.parameters, weights.parameters),
    buffers: inOrder(spec.buffers, weights.buffers),
  };
}

/** The compiled functions and the state of a training; freed however it ends. */
interface Session {
  readonly step: TrainingStep;
  readonly scorer: Scorer;
  state: TrainingState;
}

function metricsOf(train: Performance, test: Performance): RunMetrics {
  return {
    trainLoss: train.loss,
    testLoss: test.loss,
    trainAccuracy: train.accuracy,
    testAccuracy: test.accuracy,
  };
}

function runEpochs(session: Session, task: TrainingTask, onEpoch: (row: HistoryRow) => void): TrainedModel {
  const { spec, dataset, options } = task;
  const history: HistoryRow[] = [];
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const started = performance.now();
    const { state, performance: train } = trainEpoch(session.step, session.state, task, epoch);
    session.state = state;
    requireFinite(epoch + 1, train.loss);
    const test = evaluateSplit(session.scorer, state.weights, dataset, dataset.test);
    history.push({
      epoch: epoch + 1,
      learning_rate: learningRateAt(epoch, options),
      train_loss: train.loss,
      train_accuracy: train.accuracy,
      test_loss: test.loss,
      test_accuracy: test.accuracy,
      seconds: (performance.now() - started) / 1000,
    });
    onEpoch(history.at(-1)!);
  }
  const { weights } = session.state;
  const train = evaluateSplit(session.scorer, weights, dataset, dataset.train);
  // the last update is in no epoch's loss
  requireFinite(options.epochs, train.loss);
  const test = evaluateSplit(session.scorer, weights, dataset, dataset.test);
  return { ...stored(weights, spec), metrics: metricsOf(train, test), history };
}

/**
 * Trains a model from scratch.
 *
 * @param onEpoch hears of each epoch as it ends
 * @throws UserError when the loss is no finite number any more
 */
export function trainModel(task: TrainingTask, onEpoch: (row: HistoryRow) => void): TrainedModel {
  const { engine, spec, options, seed } = task;
  const network = model(spec.options);
  const session: Session = {
    step: compileStep(engine, network, options),
    scorer: compileScorer(engine, network),
    state: initialState(spec, seed),
  };
  try {
    return runEpochs(session, task, onEpoch);
  } finally {
    tf.dispose(session.state);
    session.step.dispose();
    session.scorer.dispose();
  }
}
