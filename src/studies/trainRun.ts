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
  damagedState,
  readUnfinishedRun,
  removeUnfinishedRun,
  saveUnfinishedRun,
} from '../checkpoints/unfinishedRun.ts';
import { finishDivergedRun, finishRun } from '../checkpoints/writeRunFolder.ts';
import type { Dataset } from '../data/index.ts';
import type { Engine } from '../engine/index.ts';
import { planDifference } from '../jobs/index.ts';
import { modelSpec } from '../models/spec/index.ts';
import { packageVersion } from '../packageVersion.ts';
import { nothingYet, type SavedTraining, type TrainingEnd, type TrainingEvent } from '../training/events.ts';
import { optimizerOf } from '../training/optimizer/index.ts';
import type { TrainingTask } from '../training/session.ts';
import { stateDifference } from '../training/trainingState.ts';
import { trainModel } from '../training/trainModel.ts';
import { UserError } from '../userError.ts';
import { describe } from './engineBench.ts';
import { orDelete, plain, requireSame } from './finishedRun.ts';
import { parseProgress, storedProgress, type TrainingIdentity } from './keptProgress.ts';
import { compiledTrainingOf, trainingDataOf } from './loaded.ts';
import { trainingOptionsOf } from './recipe/index.ts';
import { requireFit } from './requireFit.ts';
import { lockRun, requireLock, unlockComplete } from './runLock.ts';
import { runConfigOf } from './trainedRunConfig.ts';
import type { TrainProgress } from './trainOutcome.ts';
import type { TrainRequest } from './trainRequest.ts';
import type { TrainResult } from './workerTasks.ts';

/** Who hears of the training; fulfills once it is heard. */
type Tell = (progress: TrainProgress) => Promise<void>;

/** The result of a run that came to its end before, if it is the one that is asked for. */
function resultOf(out: string, config: RunConfig): TrainResult {
  const found = orDelete(out, () => readRunConfig(out));
  requireSame(out, found, config);
  const divergence = readDivergence(out);
  if (divergence) return { kind: 'diverged', divergence };
  // a run whose model is lost or damaged is not complete, whatever its metrics say
  orDelete(out, () => readCheckpoint(readRunFolder(out, out)));
  return { kind: 'done', metrics: readTrainedMetrics(out) };
}

/** In words; empty where there is none. */
function identityDifference(earlier: TrainingIdentity, now: TrainingIdentity): string {
  const [{ dataset: images, ...started }, { dataset, ...asked }] = [earlier, now];
  const difference = planDifference(plain(started), plain(asked));
  if (difference !== '' || images === dataset) return difference;
  return 'the images or labels of its dataset have changed';
}

/**
 * Where an unfinished training in the folder goes on from.
 *
 * @throws UserError when it was started otherwise, or is damaged
 */
function savedTraining(
  out: string,
  identity: TrainingIdentity,
  { spec, options }: TrainingTask,
): SavedTraining | undefined {
  const saved = readUnfinishedRun(out, parseProgress);
  if (saved === undefined) return undefined;
  const { epoch, progress: kept, tensors } = saved;
  const difference = identityDifference(kept.identity, identity);
  if (difference !== '') {
    throw new UserError(
      `${out}: the unfinished run was started otherwise (${difference}); name another folder, or delete this one`,
    );
  }
  if (epoch === 0) return undefined;
  const wrong = stateDifference(tensors, { spec, optimizer: optimizerOf(options.optimizer) });
  if (wrong !== null) throw damagedState(out, epoch, wrong);
  return { progress: kept.progress, state: tensors };
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
    const kept = storedProgress({ identity, progress });
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
  const { out, training, seed, existing, whenBusy = 'refuse' } = request;
  const { dataset, fingerprint, loader } = await trainingDataOf(request);
  requireFit(modelSpec(request.model), dataset, out);
  const config = runConfigOf(request, dataset);
  const isDone = (): boolean => existing === 'resume' && runState(out) === 'complete';
  if (isDone()) return resultOf(out, config);

  const lock = await lockRun(out, whenBusy);
  if (lock === undefined || isDone()) {
    if (lock) unlockComplete(lock, out);
    return resultOf(out, config);
  }
  try {
    const identity: TrainingIdentity = {
      config,
      dataset: fingerprint,
      engine: describe(engine),
      version: packageVersion(),
    };
    const task: TrainingTask = {
      engine,
      spec: modelSpec(request.model),
      dataset,
      options: trainingOptionsOf(training),
      initialization: training.initialization,
      seed,
    };
    const from = existing === 'resume' ? savedTraining(out, identity, task) : undefined;
    if (from === undefined) startAnew(out, identity);
    else await tell({ kind: 'resumed', epoch: from.progress.history.length });

    const keep = epochKeeper({ out, identity, snapshots: training });
    const report = reporter(request, dataset.train.count, tell);
    const events = trainModel(task, { ...compiledTrainingOf(task), loader }, from);
    let next = await events.next();
    for (; !next.done; next = await events.next()) {
      if (next.value.kind === 'epoch') {
        requireLock(lock, out);
        keep(next.value);
      }
      await report(next.value);
    }
    requireLock(lock, out);
    const result = finish(request, dataset, config, next.value);
    // the lock goes with the folder: nobody takes it in between
    removeUnfinishedRun(out);
    return result;
  } finally {
    lock.release();
  }
}

/** Forgets what an earlier training left, and marks the folder as one that is being trained. */
function startAnew(out: string, identity: TrainingIdentity): void {
  removeSnapshots(out);
  const kept = storedProgress({ identity, progress: nothingYet });
  saveUnfinishedRun(out, { epoch: 0, progress: kept, tensors: new Map() });
}
