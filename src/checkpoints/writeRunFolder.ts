import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { makeFolder } from '../makeFolder.ts';
import { type HostTensor, modelSpec } from '../models/spec/index.ts';
import { reason, UserError } from '../userError.ts';
import { parseRunConfig } from './runConfig.ts';
import { checkTensors, runFiles } from './runFolder.ts';
import { writeSafetensors } from './safetensors.ts';
import type { RunConfig, RunMetrics } from './types.ts';

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

/** All that a finished run leaves. */
export interface FinishedRun {
  readonly config: RunConfig;
  readonly parameters: ReadonlyMap<string, HostTensor>;
  readonly buffers: ReadonlyMap<string, HostTensor>;
  readonly metrics: RunMetrics;
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

/** Whether a folder holds a run that was finished: its metrics.json is written last. */
export function isCompleteRun(folder: string): boolean {
  return existsSync(join(folder, runFiles.metrics));
}

/**
 * Sees that a run can be written to `folder`, before hours go into it.
 *
 * @throws UserError when the folder holds a complete run, or anything that is no part of a run, or cannot
 *   be written
 */
export function checkRunTarget(folder: string, options: { readonly overwrite: boolean }): void {
  if (folder === '') throw new UserError('the run folder has no name; name a folder');
  const target = resolve(folder);
  checkContent(target, options.overwrite);
  makeFolder(dirname(target));
  const probe = `${asideOf(target)}.probe`;
  try {
    mkdirSync(probe);
    rmdirSync(probe);
  } catch (error) {
    throw new UserError(`${folder}: cannot be written (${reason(error)})`);
  }
}

/** Where a run is before it is complete: beside its folder, hidden from discovery. */
function asideOf(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}`);
}

/**
 * Writes a run folder. It is written aside and then renamed, so that it appears complete or not at all. What
 * is left of an unfinished run is replaced; a complete one only with `overwrite`.
 *
 * @throws UserError as `checkRunTarget`
 */
export function writeRunFolder(
  folder: string,
  run: FinishedRun,
  options: { readonly overwrite: boolean } = { overwrite: false },
): void {
  checkRunTarget(folder, options);
  try {
    const target = resolve(folder);
    const aside = asideOf(target);
    writeAside(`${aside}.partial`, run);
    moveTo(target, `${aside}.partial`, `${aside}.old`);
  } catch (error) {
    const fromSystem = error instanceof Error && 'syscall' in error;
    throw fromSystem ? new UserError(`${folder}: cannot be written (${reason(error)})`) : error;
  }
}

function writeAside(partial: string, run: FinishedRun): void {
  try {
    makeFolder(partial);
    writeFiles(partial, run);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

/** A folder that holds files cannot be renamed over, so what is there steps aside first. */
function moveTo(target: string, partial: string, old: string): void {
  const replaces = existsSync(target);
  if (replaces) renameSync(target, old);
  try {
    renameSync(partial, target);
  } catch (error) {
    if (replaces) renameSync(old, target);
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
  if (replaces) removeRun(old);
}

/** Removes a run's own files and then the folder: anything else that got into it stays. */
function removeRun(folder: string): void {
  for (const name of Object.values(runFiles)) rmSync(join(folder, name), { force: true });
  rmdirSync(folder);
}

function writeFiles(folder: string, { config, parameters, buffers, metrics, history }: FinishedRun): void {
  const configText = toJson(config);
  const tensors = new Map([...parameters, ...buffers]);
  const modelPath = join(folder, runFiles.model);
  checkTensors(modelSpec(parseRunConfig(configText, runFiles.config).model), tensors, modelPath);
  writeFileSync(join(folder, runFiles.config), configText);
  writeSafetensors(modelPath, tensors);
  writeFileSync(join(folder, runFiles.history), toCsv(history));
  writeFileSync(join(folder, runFiles.metrics), toJson(metrics));
}

/** Refuses to replace what cannot be had again. */
function checkContent(folder: string, overwrite: boolean): void {
  if (!existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) throw new UserError(`${folder}: is a file; name another folder`);
  if (isCompleteRun(folder) && !overwrite) {
    throw new UserError(`${folder}: holds a complete run already; name another folder, or --overwrite it`);
  }
  const ours: readonly string[] = Object.values(runFiles);
  const foreign = readdirSync(folder).find((name) => !ours.includes(name));
  if (foreign !== undefined) {
    throw new UserError(
      `${folder}: holds ${JSON.stringify(foreign)}, which is no part of a run; name another folder`,
    );
  }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function toCsv(history: readonly HistoryRow[]): string {
  const rows = history.map((row) => historyColumns.map((column) => row[column] ?? '').join(','));
  return [historyColumns.join(','), ...rows, ''].join('\n');
}
