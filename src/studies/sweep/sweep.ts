import { join } from 'node:path';
import { readDivergence } from '../../checkpoints/index.ts';
import { takeLock } from '../../jobs/lockFile.ts';
import { makeFolder } from '../../makeFolder.ts';
import { UserError } from '../../userError.ts';
import type { MeasureProgress } from '../finishPieces.ts';
import { type Measured, measure } from '../measure.ts';
import { type FailedRun, foreignRuns } from './foreignRuns.ts';
import { nameAt, runCount } from './grid.ts';
import { plannedRun } from './plannedRun.ts';
import { studyProgress } from './runProgress.ts';
import { keepPlan, measureFolderOf, runFolderOf, sweepFiles } from './sweepFolder.ts';
import type { SweepRequest } from './sweepRequest.ts';
import { type SweepProgress, startTally } from './tally.ts';
import { trainMissing } from './trainMissing.ts';
import type { Study } from './types.ts';

/** Who hears of a sweep. */
export interface SweepHooks {
  /** Called first with what there was before. */
  readonly onTraining: (progress: SweepProgress) => void;
  /** Called before the runs are measured in one of the study's ways, with its name. */
  readonly onMeasuring: (name: string) => void;
  readonly onMeasured: (progress: MeasureProgress) => void;
  /** Called with a line for the user: what went wrong on the way, and was mended. */
  readonly onNotice: (line: string) => void;
  /** Stops; what is finished stays. */
  readonly signal?: AbortSignal | undefined;
}

/** One of the study's ways to measure, and what it came to. */
export interface SweepMeasured {
  readonly name: string;
  readonly out: string;
  readonly measured: Measured;
}

/** What a sweep came to. */
export interface Swept {
  readonly kind: 'done';
  readonly runs: number;
  /** Names of runs. */
  readonly diverged: readonly string[];
  readonly failed: readonly FailedRun[];
  readonly measured: readonly SweepMeasured[];
}

export type SweepOutcome =
  | Swept
  | { readonly kind: 'interrupted'; readonly trained: number; readonly runs: number };

/**
 * Trains every run of a study that is not on the disk yet, then measures all of them in each of the study's ways,
 * correlates and reports. Started again it does what is missing.
 *
 * @throws UserError when the folder holds another study, is being worked at or cannot be written, or when no run has a
 *   model
 */
export async function sweep(request: SweepRequest, hooks: SweepHooks): Promise<SweepOutcome> {
  const { out } = request;
  makeFolder(out);
  const lock = takeLock(join(out, `${sweepFiles.plan}.lock`));
  try {
    keepPlan(out, request);
    const failed = await train(request, hooks);
    const measured = await measureAll(request, failed, hooks);
    const { done, diverged } = studyProgress(request.study, out);
    const runs = runCount(request.study);
    if (measured === 'interrupted') return { kind: measured, trained: done.length, runs };
    return { kind: 'done', runs, diverged: namesOf(request.study, diverged, failed), failed, measured };
  } finally {
    lock.release();
  }
}

/** @returns runs that failed */
async function train(request: SweepRequest, hooks: SweepHooks): Promise<readonly FailedRun[]> {
  const { study, out } = request;
  const { done, diverged, unfinished, missing } = studyProgress(study, out);
  const runs = [...unfinished, ...missing].map((index) => plannedRun(request, index));
  const foreign = { done: foreignRuns(request, done), diverged: foreignRuns(request, diverged) };
  const failed = [...foreign.done, ...foreign.diverged];
  const found = {
    total: runCount(study),
    trained: done.length - foreign.done.length,
    diverged: diverged.length - foreign.diverged.length,
    failed: failed.length,
  };
  const tally = startTally(found, runs);
  hooks.onTraining(tally.now());
  await trainMissing(request, runs, {
    onNotice: hooks.onNotice,
    signal: hooks.signal,
    onRun: (outcome) => {
      if (outcome.kind === 'failed') failed.push({ name: outcome.run.name, reason: outcome.reason });
      tally.add(outcome);
      hooks.onTraining(tally.now());
    },
  });
  return failed;
}

/** Of the runs with these indices those that did not fail. */
function namesOf(study: Study, indices: readonly number[], failed: readonly FailedRun[]): readonly string[] {
  const hasFailed = new Set(failed.map(({ name }) => name));
  return indices.map((index) => nameAt(study, index)).filter((name) => !hasFailed.has(name));
}

async function measureAll(
  request: SweepRequest,
  failed: readonly FailedRun[],
  { onMeasuring, onMeasured, onNotice, signal }: SweepHooks,
): Promise<readonly SweepMeasured[] | 'interrupted'> {
  const { study, out, dataDirectory, workers, gpus, resamples, command } = request;
  if (signal?.aborted) return 'interrupted';
  const { done, diverged } = studyProgress(study, out);
  const trained = namesOf(study, done, failed);
  if (trained.length === 0) throw nothingToMeasure(out, failed, namesOf(study, diverged, failed));
  const all: SweepMeasured[] = [];
  for (const { name, ...how } of request.measures) {
    onMeasuring(name);
    const folder = measureFolderOf(out, name);
    const outcome = await measure(
      {
        ...how,
        folders: [join(out, sweepFiles.runs)],
        only: trained,
        dataDirectory,
        gap: study.gap,
        minTrainAccuracy: study.minTrainAccuracy,
        resamples,
        out: folder,
        command,
        workers,
        gpus,
      },
      { onProgress: onMeasured, onNotice, signal },
    );
    if (outcome.kind === 'interrupted') return 'interrupted';
    all.push({ name, out: folder, measured: outcome });
  }
  return all;
}

function nothingToMeasure(out: string, failed: readonly FailedRun[], diverged: readonly string[]): UserError {
  const whys = [
    ...first('diverged', diverged, (name) => `${name}: ${readDivergence(runFolderOf(out, name))?.reason}`),
    ...first('failed', failed, ({ name, reason }) => `${name}: ${reason}`),
  ];
  return new UserError(`${out}: no run has a model; ${whys.join('; ')}`);
}

/** The first of some runs with the same end, in words. */
function first<Run>(end: string, runs: readonly Run[], tell: (run: Run) => string): readonly string[] {
  return runs.length === 0 ? [] : [`the first of ${runs.length} that ${end}: ${tell(runs[0]!)}`];
}
