import * as tf from '@tensorflow/tfjs-core';
import { checkNumbers, type RunFolder, readCheckpoint } from '../checkpoints/index.ts';
import {
  type Dataset,
  type DatasetRequest,
  readDataset,
  readTrainLabels,
  withTrainLabels,
} from '../data/index.ts';
import { type Engine, type EngineName, startEngine } from '../engine/index.ts';
import { type Model, model, toTensors, type Weights } from '../models/apply/index.ts';
import { type SharpnessGraphs, sharpnessGraphs } from '../sharpness/index.ts';
import type { SharpnessPlan } from '../sharpness/types.ts';
import { compileScorer, type Scorer } from '../training/evaluate.ts';
import { UserError } from '../userError.ts';
import { datasetFingerprint, runFingerprint } from './fingerprint.ts';
import { requireFit } from './requireFit.ts';
import type { Subject } from './workerTasks.ts';

/** What a worker keeps between tasks, the latest of each: tasks that follow each other share most of it. */

/** A function that remembers the result of its last key, and lets go of it before it makes the next. */
function latest<A extends readonly unknown[], R>(
  make: (...args: A) => R,
  release: (result: R) => void = () => {},
): (key: string, ...args: A) => R {
  let held: { readonly key: string; readonly result: R } | undefined;
  return (key, ...args) => {
    if (held?.key === key) return held.result;
    if (held) release(held.result);
    held = undefined;
    const result = make(...args);
    held = { key, result };
    return result;
  };
}

let started: Promise<Engine> | undefined;

/** The worker's engine: one a process, so the first name counts. */
export function engineOf(name: EngineName): Promise<Engine> {
  started ??= startEngine(name);
  return started;
}

const datasetOnDisk = latest((request: DatasetRequest) => {
  const dataset = readDataset(request);
  return { dataset, fingerprint: datasetFingerprint(dataset) };
});

function onDisk(request: DatasetRequest): { readonly dataset: Dataset; readonly fingerprint: string } {
  return datasetOnDisk(JSON.stringify(request), request);
}

/** The dataset as the checkpoint was trained on it: with its own training labels, where it brings them. */
export function datasetOf({ run, dataset: request }: Subject): Dataset {
  const { dataset } = onDisk(request);
  requireFit(run.spec, dataset, run.folder);
  const labels = readTrainLabels(run.folder);
  if (labels) return withTrainLabels(dataset, labels);
  if ((run.config.dataset?.labelNoise ?? 0) > 0) {
    throw new UserError(
      `${run.folder}: trained with label noise, but its labels are missing: add train-labels-idx1-ubyte`,
    );
  }
  return dataset;
}

const weightsOnEngine = latest(
  ({ run, dataset, fingerprint }: Subject): Weights => {
    const checkpoint = readCheckpoint(run);
    checkNumbers(checkpoint);
    if (runFingerprint(run, onDisk(dataset).fingerprint) !== fingerprint) {
      throw new UserError(`${run.folder}: was changed while it was measured; start again`);
    }
    return { parameters: toTensors(checkpoint.parameters), buffers: toTensors(checkpoint.buffers) };
  },
  ({ parameters, buffers }) => {
    tf.dispose(parameters);
    tf.dispose(buffers);
  },
);

export function weightsOf(subject: Subject): Weights {
  return weightsOnEngine(subject.fingerprint, subject);
}

/** Names the graphs that two checkpoints share: dropout does nothing in evaluation. */
function graphKey(run: RunFolder): string {
  return JSON.stringify({ ...run.spec.options, dropoutRate: 0 });
}

function modelOf(run: RunFolder): Model {
  return model(run.spec.options);
}

/** Batch norm in batch mode must not bring dropout along. */
function withoutDropout({ spec }: RunFolder): Model {
  const { options } = spec;
  return model('dropoutRate' in options ? { ...options, dropoutRate: 0 } : options);
}

const scorers = latest(
  (engine: Engine, run: RunFolder) => compileScorer(engine, modelOf(run)),
  (scorer) => scorer.dispose(),
);

export function scorerOf(engine: Engine, run: RunFolder): Scorer {
  return scorers(graphKey(run), engine, run);
}

/** A checkpoint on the engine. */
interface LoadedRun {
  readonly run: RunFolder;
  readonly weights: Weights;
}

const graphs = latest(
  (engine: Engine, { run, weights }: LoadedRun, plan: SharpnessPlan) =>
    sharpnessGraphs(engine, { model: withoutDropout(run), parameters: weights.parameters }, plan),
  (compiled) => compiled.dispose(),
);

export function graphsOf(engine: Engine, loaded: LoadedRun, plan: SharpnessPlan): SharpnessGraphs {
  return graphs(`${graphKey(loaded.run)} ${JSON.stringify(plan)}`, engine, loaded, plan);
}
