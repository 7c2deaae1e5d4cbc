import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { makeFolder } from '../makeFolder.ts';
import { type HostTensor, modelSpec } from '../models/spec/index.ts';
import { replaceFile, writeAside } from '../replaceFile.ts';
import { reason, UserError, WriteError } from '../userError.ts';
import { parseRunConfig } from './runConfig.ts';
import { checkTensors, readDivergence, runFiles } from './runFolder.ts';
import { writeSafetensors } from './safetensors.ts';
import type { Divergence, RunConfig, RunMetrics, TrainedMetrics } from './types.ts';
import { isUnfinishedRun, unfinishedFolder } from './unfinishedRun.ts';

/** One epoch: a row of history.csv. */
export interface HistoryRow {
  readonly epoch: number;
  readonly learning_rate: number;
  readonly train_loss: number;
  readonly train_accuracy: number;
  /** Null, an empty cell, in an epoch that was not tested. */
  readonly test_loss: number | null;
  readonly test_accuracy: number | null;
  readonly seconds: number;
}

/** A model with what it is. */
export interface StoredModel {
  readonly config: RunConfig;
  readonly parameters: ReadonlyMap<string, HostTensor>;
  readonly buffers: ReadonlyMap<string, HostTensor>;
}

/** All that a finished run leaves. */
export interface FinishedRun extends StoredModel {
  readonly metrics: RunMetrics | TrainedMetrics;
  readonly history: readonly HistoryRow[];
  /** The labels that were trained on, where they are not the dataset's. */
  readonly trainLabels?: Uint8Array | undefined;
}

/** What a run that diverged leaves. */
export interface DivergedRun {
  readonly config: RunConfig;
  readonly divergence: Divergence;
  readonly history: readonly HistoryRow[];
}

const historyColumns = [
  'epoch',
  'learning_rate',
  'train_loss',
  'train_accuracy',
  'test_loss',
  'test_accuracy',
  'seconds',
] as const satisfies readonly (keyof HistoryRow)[];

/** What a folder holds for a run that is to be written there. */
export type RunState = 'nothing' | 'unfinished' | 'complete';

/**
 * What is in a folder: a training that can be gone on with, a run that came to an end (a model, also one from elsewhere
 * without metrics, or diverged), or neither.
 */
export function runState(folder: string): RunState {
  if (isUnfinishedRun(folder)) return 'unfinished';
  const ends = [runFiles.metrics, runFiles.diverged, runFiles.model];
  return ends.some((file) => existsSync(join(folder, file))) ? 'complete' : 'nothing';
}

/** Whether a folder holds a run with a model that was finished: its metrics.json is written last. */
export function isCompleteRun(folder: string): boolean {
  return existsSync(join(folder, runFiles.metrics));
}

/**
 * Sees that a run can be written to `folder`, before hours go into it.
 *
 * @param overwrite whether a run that is there may be replaced
 * @throws UserError when the folder holds a run that may not be replaced, or anything that is no part of a run, or
 *   cannot be written
 */
export function checkRunTarget(folder: string, { overwrite }: { readonly overwrite: boolean }): void {
  checkIsOurs(folder);
  const state = runState(folder);
  if (!overwrite && state === 'complete') {
    const divergence = readDivergence(folder);
    const run = divergence ? `a run that diverged (${divergence.reason})` : 'a complete run already';
    throw new UserError(`${folder}: holds ${run}; name another folder, or --overwrite it`);
  }
  if (!overwrite && state === 'unfinished') {
    throw new UserError(
      `${folder}: holds an unfinished run; --resume goes on with it, --overwrite starts again`,
    );
  }
}

/**
 * Sees that `folder` is new or a run's, and that it can be written. What else is in the folder of a run that was trained
 * here is left alone.
 *
 * @throws UserError when it is not
 */
export function checkIsOurs(folder: string): void {
  if (folder === '') throw new UserError('the run folder has no name; name a folder');
  const target = resolve(folder);
  checkContent(target);
  makeFolder(dirname(target));
  const probe = join(existsSync(target) ? target : dirname(target), `.${basename(target)}.probe`);
  try {
    makeProbe(probe);
    rmSync(probe, { recursive: true, force: true });
  } catch (error) {
    throw new UserError(`${folder}: cannot be written (${reason(error)})`, { cause: error });
  }
}

/**
 * Writes a run folder, metrics.json last: until it is there the run is not complete. Each file appears whole. What is
 * left of an unfinished run is replaced; a complete one only with `overwrite`.
 *
 * @throws UserError as `checkRunTarget`, or when the tensors are not those of the model: then nothing is written
 */
export function writeRunFolder(
  folder: string,
  run: FinishedRun,
  options: { readonly overwrite: boolean } = { overwrite: false },
): void {
  checkRunTarget(folder, options);
  finishRun(folder, run);
}

/** The same for the folder of a training that comes to its end. */
export function finishRun(folder: string, run: FinishedRun): void {
  checkModel(run, join(folder, runFiles.model));
  writing(folder, () => {
    removeEnd(folder);
    writeModel(folder, run);
    if (run.trainLabels) replaceFile(join(folder, runFiles.trainLabels), labelsIdx(run.trainLabels));
    replaceFile(join(folder, runFiles.history), toCsv(run.history));
    replaceFile(join(folder, runFiles.metrics), toJson(run.metrics));
  });
}

/** Writes the folder of a run that diverged: it has no model, and says why. */
export function finishDivergedRun(folder: string, { config, divergence, history }: DivergedRun): void {
  writing(folder, () => {
    removeEnd(folder);
    rmSync(join(folder, runFiles.model), { force: true });
    replaceFile(join(folder, runFiles.config), toJson(config));
    replaceFile(join(folder, runFiles.history), toCsv(history));
    replaceFile(join(folder, runFiles.diverged), toJson(divergence));
  });
}

function removeEnd(folder: string): void {
  makeFolder(folder);
  for (const file of [runFiles.metrics, runFiles.diverged, runFiles.trainLabels]) {
    rmSync(join(folder, file), { force: true });
  }
}

/** Writes config.json and model.safetensors into a folder. */
export function writeModel(folder: string, { config, parameters, buffers }: StoredModel): void {
  writeAside(join(folder, runFiles.model), (aside) =>
    writeSafetensors(aside, new Map([...parameters, ...buffers])),
  );
  replaceFile(join(folder, runFiles.config), toJson(config));
}

function checkModel({ config, parameters, buffers }: StoredModel, path: string): void {
  const checked = parseRunConfig(toJson(config), runFiles.config);
  checkTensors(modelSpec(checked.model), new Map([...parameters, ...buffers]), path);
}

/** What the file system reports is for the user. */
function writing(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const fromSystem = error instanceof Error && 'syscall' in error;
    throw fromSystem
      ? new WriteError(`${folder}: cannot be written (${reason(error)})`, { cause: error })
      : error;
  }
}

/** Another process may look at the same folder now: it is all one who makes the probe, and who removes it. */
function makeProbe(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Refuses a folder with anything in it that is no part of a run; in a run of ours they are the user's notes on it. */
function checkContent(folder: string): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder}: is a file; name another folder`);
  if (holdsOurRun(folder)) return;
  const ours: readonly string[] = [...Object.values(runFiles), 'snapshots', unfinishedFolder];
  const isOurs = (name: string): boolean =>
    ours.includes(name.replace(/\.(partial|old)$/, '')) || probeName.test(name);
  const foreign = readdirSync(folder).find((name) => !isOurs(name));
  if (foreign !== undefined) {
    throw new UserError(
      `${folder}: holds ${JSON.stringify(foreign)}, which is no part of a run; name another folder`,
    );
  }
}

/** What a process that was killed left of `checkIsOurs`. */
const probeName = /^\..+\.probe$/;

/** A run that was trained here, finished or not; a model alone may be anybody's. */
function holdsOurRun(folder: string): boolean {
  if (isUnfinishedRun(folder)) return true;
  const has = (file: string): boolean => existsSync(join(folder, file));
  return has(runFiles.config) && (has(runFiles.metrics) || has(runFiles.diverged));
}

/** Labels as MNIST's are published: an IDX file of unsigned bytes. */
function labelsIdx(labels: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + labels.length);
  bytes.set([0, 0, 0x08, 1]);
  new DataView(bytes.buffer).setUint32(4, labels.length);
  bytes.set(labels, 8);
  return bytes;
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function toCsv(history: readonly HistoryRow[]): string {
  const rows = history.map((row) => historyColumns.map((column) => row[column] ?? '').join(','));
  return [historyColumns.join(','), ...rows, ''].join('\n');
}
