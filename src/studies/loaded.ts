import * as tf from '@tensorflow/tfjs-core';
import { type Checkpoint, checkNumbers, type RunFolder, readCheckpoint } from '../checkpoints/index.ts';
import { type ComplexityGraphs, complexityGraphs } from '../complexity/network/graphs.ts';
import {
  type Dataset,
  type DatasetRequest,
  type Loader,
  readDataset,
  readTrainLabels,
  startLoader,
  withLabelNoise,
  withTrainLabels,
} from '../data/index.ts';
import { type Engine, type EngineName, startEngine } from '../engine/index.ts';
import { type Model, model, toTensors, type Weights } from '../models/apply/index.ts';
import { type SharpnessGraphs, sharpnessGraphs } from '../sharpness/index.ts';
import type { SharpnessPlan } from '../sharpness/types.ts';
import { compileScorer, type Scorer } from '../training/evaluate.ts';
import { compiledKey, compileFor, type TrainingTask, type TrainingTools } from '../training/session.ts';
import { UserError } from '../userError.ts';
import { datasetFingerprint, runFingerprint } from './fingerprint.ts';
import { latest } from './latest.ts';
import { requireFit } from './requireFit.ts';
import type { TrainRequest } from './trainRequest.ts';
import type { Subject } from './workerTasks.ts';

/** What a worker keeps between tasks, the latest of each: tasks that follow each other share most of it. */

let started: Promise<Engine> | undefined;

/** The worker's engine: one a process, so the first name counts. */
export function engineOf(name: EngineName): Promise<Engine> {
  started ??= startEngine(name);
  return started;
}

interface DatasetOnDisk {
  readonly dataset: Dataset;
  readonly fingerprint: string;
}

const datasetOnDisk = latest(async (request: DatasetRequest): Promise<DatasetOnDisk> => {
  const dataset = await readDataset(request);
  return { dataset, fingerprint: datasetFingerprint(dataset) };
});

function onDisk(request: DatasetRequest): Promise<DatasetOnDisk> {
  return datasetOnDisk(JSON.stringify(request), request);
}

/**
 * The dataset as the checkpoint was trained on it: with the training labels that it brings, or with the label noise of
 * its seed.
 */
export async function datasetOf({ run, dataset: request }: Subject): Promise<Dataset> {
  const { dataset } = await onDisk(request);
  requireFit(run.spec, dataset, run.folder);
  const labels = readTrainLabels(run.folder);
  if (labels) return withTrainLabels(dataset, labels);
  const { labelNoise = 0, labelNoiseSeed } = run.config.dataset ?? {};
  if (labelNoise === 0) return dataset;
  if (labelNoiseSeed !== undefined) return withLabelNoise(dataset, labelNoise, labelNoiseSeed);
  throw new UserError(
    `${run.folder}: trained with label noise, but neither labelNoiseSeed nor train-labels-idx1-ubyte says which`,
  );
}

/** The examples of a training, with the labels that it is trained on. */
interface TrainingData extends DatasetOnDisk {
  readonly loader: Loader;
}

const trainingData = latest(
  async ({ dataDirectory, dataset: { labelNoise, labelNoiseSeed, ...named } }: TrainingDataRequest) => {
    const published = await onDisk({ dataDirectory, ...named });
    if (labelNoise === 0) return { ...published, loader: startLoader(published.dataset) };
    const dataset = withLabelNoise(published.dataset, labelNoise, labelNoiseSeed);
    return { dataset, fingerprint: datasetFingerprint(dataset), loader: startLoader(dataset) };
  },
  (data) => void data.then(({ loader }) => loader.close()).catch(() => undefined),
);

type TrainingDataRequest = Pick<TrainRequest, 'dataDirectory' | 'dataset'>;

export function trainingDataOf({ dataDirectory, dataset }: TrainingDataRequest): Promise<TrainingData> {
  const request = { dataDirectory, dataset };
  return trainingData(JSON.stringify(request), request);
}

const compiledTraining = latest(compileFor, ({ step, scorer }) => {
  step.dispose();
  scorer.dispose();
});

/** The compiled functions of a training. */
export function compiledTrainingOf(
  task: Pick<TrainingTask, 'engine' | 'spec' | 'options'>,
): Pick<TrainingTools, 'step' | 'scorer'> {
  return compiledTraining(compiledKey(task), task);
}

/** The checkpoint that was planned. */
function plannedCheckpoint({ run, fingerprint }: Subject, datasetFingerprint: string): Checkpoint {
  const checkpoint = readCheckpoint(run);
  checkNumbers(checkpoint);
  if (runFingerprint(run, datasetFingerprint) === fingerprint) return checkpoint;
  throw new UserError(`${run.folder}: was changed while it was measured; start again`);
}

export async function checkpointOf(subject: Subject): Promise<Checkpoint> {
  const { fingerprint } = await onDisk(subject.dataset);
  return plannedCheckpoint(subject, fingerprint);
}

const weightsOnEngine = latest(
  (subject: Subject, datasetFingerprint: string): Weights => {
    const { parameters, buffers } = plannedCheckpoint(subject, datasetFingerprint);
    return { parameters: toTensors(parameters), buffers: toTensors(buffers) };
  },
  ({ parameters, buffers }) => {
    tf.dispose(parameters);
    tf.dispose(buffers);
  },
);

export async function weightsOf(subject: Subject): Promise<Weights> {
  const { fingerprint } = await onDisk(subject.dataset);
  return weightsOnEngine(subject.fingerprint, subject, fingerprint);
}

/** Names the graphs that two checkpoints share: dropout does nothing in evaluation. */
function graphKey(run: RunFolder): string {
  return JSON.stringify({ ...run.spec.options, dropoutRate: 0 });
}

export function modelOf(run: RunFolder): Model {
  return model(run.spec.options);
}

const scorers = latest(
  (engine: Engine, run: RunFolder) => compileScorer(engine, modelOf(run)),
  (scorer) => scorer.dispose(),
);

export function scorerOf(engine: Engine, run: RunFolder): Scorer {
  return scorers(graphKey(run), engine, run);
}

/** A checkpoint on the engine. */
export interface LoadedRun {
  readonly run: RunFolder;
  readonly weights: Weights;
}

const graphs = latest(
  (engine: Engine, { run, weights }: LoadedRun, plan: SharpnessPlan) =>
    sharpnessGraphs(engine, { model: modelOf(run), parameters: weights.parameters }, plan),
  (compiled) => compiled.dispose(),
);

export function graphsOf(engine: Engine, loaded: LoadedRun, plan: SharpnessPlan): SharpnessGraphs {
  return graphs(`${graphKey(loaded.run)} ${JSON.stringify(plan)}`, engine, loaded, plan);
}

const graphsOfComplexity = latest(
  (engine: Engine, { run, weights: { parameters } }: LoadedRun) => {
    const { inputShape } = run.spec.options;
    return complexityGraphs(engine, { model: modelOf(run), parameters, inputShape });
  },
  (compiled) => compiled.dispose(),
);

export function complexityGraphsOf(engine: Engine, loaded: LoadedRun): ComplexityGraphs {
  return graphsOfComplexity(graphKey(loaded.run), engine, loaded);
}
