import { join } from 'node:path';
import {
  type RunConfig,
  readCheckpoint,
  readDivergence,
  readRunConfig,
  readRunFolder,
  readTrainedMetrics,
  runState,
} from '../checkpoints/index.ts';
import { removeSnapshots, writeSnapshot } from '../checkpoints/snapshots.ts';
import {
  readUnfinishedRun,
  removeUnfinishedRun,
  saveUnfinishedRun,
  unfinishedFolder,
} from '../checkpoints/unfinishedRun.ts';
import { finishDivergedRun, finishRun } from '../checkpoints/writeRunFolder.ts';
import { type Dataset, readDataset, withLabelNoise } from '../data/index.ts';
import type { EngineDescription } from '../engine/description.ts';
import type { Engine } from '../engine/index.ts';
import { planDifference } from '../jobs/index.ts';
import { takeLock } from '../jobs/lockFile.ts';
import { makeFolder } from '../makeFolder.ts';
import { modelSpec } from '../models/spec/index.ts';
import { packageVersion } from '../packageVersion.ts';
import {
  nothingYet,
  type SavedTraining,
  type TrainingEnd,
  type TrainingEvent,
  type TrainingProgress,
} from '../training/events.ts';
import { trainModel } from '../training/trainModel.ts';
import { UserError } from '../userError.ts';
import { describe } from './engineBench.ts';
import { datasetFingerprint } from './fingerprint.ts';
import { trainingOptionsOf } from './recipe/index.ts';
import { requireFit } from './requireFit.ts';
import { runConfigOf } from './trainedRunConfig.ts';
import type { TrainProgress } from './trainOutcome.ts';
import type { TrainRequest } from './trainRequest.ts';
import type { TrainResult } from './workerTasks.ts';

/** What must be equal for a training to go on to the same bytes. */
interface TrainingIdentity {
  readonly config: RunConfig;
  /** A fingerprint. */
  readonly dataset: string;
  readonly engine: EngineDescription;
  readonly version: string;
}

/** What an unfinished run keeps besides tensors. */
interface Kept {
  readonly identity: TrainingIdentity;
  readonly progress: TrainingProgress;
}

/** Who hears of the training; fulfills once it is heard. */
type Tell = (progress: TrainProgress) => Promise<void>;

/** The dataset of a run, with the labels that it is trained on. */
async function trainingData({ dataDirectory, dataset, model, out }: TrainRequest): Promise<Dataset> {
  const { labelNoise, labelNoiseSeed, ...named } = dataset;
  const published = await readDataset({ dataDirectory, ...named });
  requireFit(modelSpec(model), published, out);
  return labelNoise > 0 ? withLabelNoise(published, labelNoise, labelNoiseSeed) : published;
}

/** The result of a run that came to its end before, if it is the one that is asked for. */
function resultOf(out: string, config: RunConfig): TrainResult {
  const difference = planDifference(plain(readRunConfig(out)), plain(config));
  if (difference !== '') {
    throw new UserError(
      `${out}: holds a complete run with other options (${difference}); name another folder`,
    );
  }
  const divergence = readDivergence(out);
  if (divergence) return { kind: 'diverged', divergence };
  // a run whose model is lost or damaged is not complete, whatever its metrics say
  readCheckpoint(readRunFolder(out, out));
  return { kind: 'done', metrics: readTrainedMetrics(out) };
}

/** As JSON keeps it: without what is undefined. */
function plain(value: RunConfig | TrainingIdentity): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Where an unfinished training in the folder goes on from. */
function savedTraining(out: string, identity: TrainingIdentity): SavedTraining | undefined {
  const saved = readUnfinishedRun<Kept>(out);
  if (saved === undefined) return undefined;
  const difference = planDifference(saved.progress.identity, plain(identity));
  if (difference !== '') {
    throw new UserError(
      `${out}: the unfinished run was started otherwise (${difference}); name another folder, or --overwrite it`,
    );
  }
  return saved.progress.progress.history.length === 0
    ? undefined
    : { progress: saved.progress.progress, state: saved.tensors };
}

/** The folder of a run that is being trained. */
interface Target {
  readonly out: string;
  readonly identity: TrainingIdentity;
  readonly snapshots: Pick<TrainRequest['training'], 'snapshotEvery' | 'snapshotBest'>;
}

/** Saving takes at most about this share of the time. */
const SAVING_SHARE = 0.05;

/** Keeps what an epoch came to: the state to go on from, and snapshots. */
function epochKeeper({ out, identity, snapshots }: Target) {
  let [saved, cost] = [performance.now(), 0];
  return ({ row, isBest, model, save }: Extract<TrainingEvent, { kind: 'epoch' }>): void => {
    const { snapshotEvery, snapshotBest } = snapshots;
    const due = snapshotEvery !== null && row.epoch % snapshotEvery === 0;
    const snapshot = (name: string): void =>
      writeSnapshot(out, name, { config: identity.config, ...model() });
    if (due) snapshot(`epoch-${row.epoch}`);
    if (isBest && snapshotBest) snapshot('best');
    const started = performance.now();
    if (!due && started - saved < cost / SAVING_SHARE) return;
    const { progress, state } = save();
    const kept: Kept = { identity, progress };
    saveUnfinishedRun(out, { epoch: row.epoch, progress: kept, tensors: state });
    saved = performance.now();
    cost = saved - started;
  };
}

/** How often, in milliseconds, a step is told of. */
const TOLD_EVERY = 200;

/** Tells of steps now and then, and of every epoch. */
function reporter({ training: { epochs } }: TrainRequest, total: number, tell: Tell) {
  let last = 0;
  return async (event: TrainingEvent): Promise<void> => {
    if (event.kind === 'epoch') {
      const { row, imagesPerSecond, waitingShare } = event;
      return tell({ kind: 'epoch', epochs, row, imagesPerSecond, waitingShare });
    }
    if (performance.now() - last < TOLD_EVERY) return;
    last = performance.now();
    const { epoch, done, loss, accuracy, seconds, waiting } = event;
    const speed = { imagesPerSecond: done / seconds, waitingShare: waiting / seconds };
    return tell({ kind: 'step', epoch, epochs, done, total, loss, accuracy, ...speed });
  };
}

/** The labels that a run folder keeps: noisy ones, as long as they are bytes. */
function keptLabels({ train }: Dataset, { dataset }: TrainRequest): Uint8Array | undefined {
  return dataset.labelNoise > 0 && train.labels instanceof Uint8Array ? train.labels : undefined;
}

function finish(request: TrainRequest, dataset: Dataset, config: RunConfig, end: TrainingEnd): TrainResult {
  const { out } = request;
  switch (end.kind) {
    case 'trained':
      finishRun(out, { config, trainLabels: keptLabels(dataset, request), ...end });
      return { kind: 'done', metrics: end.metrics };
    case 'diverged':
      finishDivergedRun(out, { config, ...end });
      return { kind: 'diverged', divergence: end.divergence };
  }
}

/**
 * Trains one model into its run folder, or goes on with a training that was stopped.
 *
 * @throws UserError as `train`
 */
export async function trainRun(engine: Engine, request: TrainRequest, tell: Tell): Promise<TrainResult> {
  const { out, training, seed, existing } = request;
  const dataset = await trainingData(request);
  const config = runConfigOf(request, dataset);
  if (existing === 'resume' && runState(out) === 'complete') return resultOf(out, config);

  makeFolder(join(out, unfinishedFolder));
  const unlock = takeLock(join(out, unfinishedFolder, 'lock'));
  try {
    const identity: TrainingIdentity = {
      config,
      dataset: datasetFingerprint(dataset),
      engine: describe(engine),
      version: packageVersion(),
    };
    const from = existing === 'resume' ? savedTraining(out, identity) : undefined;
    if (from === undefined) startAnew(out, identity);
    else await tell({ kind: 'resumed', epoch: from.progress.history.length });

    const keep = epochKeeper({ out, identity, snapshots: training });
    const report = reporter(request, dataset.train.count, tell);
    const task = {
      engine,
      spec: modelSpec(request.model),
      dataset,
      options: trainingOptionsOf(training),
      initialization: training.initialization,
      seed,
    };
    const events = trainModel(task, from);
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      if (next.value.kind === 'epoch') keep(next.value);
      await report(next.value);
    }
    const result = finish(request, dataset, config, next.value);
    // the lock goes with the folder: nobody takes it in between
    removeUnfinishedRun(out);
    return result;
  } finally {
    unlock();
  }
}

/** Forgets what an earlier training left, and marks the folder as one that is being trained. */
function startAnew(out: string, identity: TrainingIdentity): void {
  removeSnapshots(out);
  const kept: Kept = { identity, progress: nothingYet };
  saveUnfinishedRun(out, { epoch: 0, progress: kept, tensors: new Map() });
}
