import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../makeFolder.ts';
import type { HostTensor } from '../models/spec/index.ts';
import { reason, UserError } from '../userError.ts';
import { readSafetensors, writeSafetensors } from './safetensors.ts';

/** What a training that was stopped goes on from. */
export interface UnfinishedRun<Progress> {
  /** Epochs that are done. */
  readonly epoch: number;
  /** Plain data. */
  readonly progress: Progress;
  readonly tensors: ReadonlyMap<string, HostTensor>;
}

/** Where a run folder keeps the state of its training until it is complete. */
export const unfinishedFolder = 'unfinished';

const STATE = /^epoch-(\d+)$/;
const files = { progress: 'progress.json', tensors: 'state.safetensors' } as const;

/** The states in a run folder, the latest first. */
function savedEpochs(runFolder: string): number[] {
  const folder = join(runFolder, unfinishedFolder);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => Number(STATE.exec(name)?.[1] ?? Number.NaN))
    .filter(Number.isInteger)
    .sort((a, b) => b - a);
}

/** Has a training of this folder been stopped, or is one going on? */
export function isUnfinishedRun(runFolder: string): boolean {
  return savedEpochs(runFolder).length > 0;
}

/**
 * Keeps the state of a training. It is written aside and then renamed, so that whatever happens there is a whole one;
 * then older ones are removed.
 *
 * @throws UserError when it cannot be written
 */
export function saveUnfinishedRun<Progress>(
  runFolder: string,
  { epoch, progress, tensors }: UnfinishedRun<Progress>,
): void {
  const folder = join(runFolder, unfinishedFolder);
  const aside = join(folder, `epoch-${epoch}.partial`);
  const target = join(folder, `epoch-${epoch}`);
  try {
    makeFolder(folder);
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside);
    writeSafetensors(join(aside, files.tensors), tensors);
    writeFileSync(join(aside, files.progress), `${JSON.stringify(progress)}\n`);
    for (const file of Object.values(files)) flush(join(aside, file));
    rmSync(target, { recursive: true, force: true });
    renameSync(aside, target);
    for (const older of savedEpochs(runFolder).filter((saved) => saved !== epoch)) {
      rmSync(join(folder, `epoch-${older}`), { recursive: true, force: true });
    }
  } catch (error) {
    throw new UserError(`${target}: the state of the training cannot be saved (${reason(error)})`);
  }
}

/** Sees a file on the disk before an older state goes: a machine that loses power keeps one of them. */
function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/**
 * The latest state of a training, or undefined where there is none.
 *
 * @throws UserError when it is damaged
 */
export function readUnfinishedRun<Progress>(runFolder: string): UnfinishedRun<Progress> | undefined {
  const [epoch] = savedEpochs(runFolder);
  if (epoch === undefined) return undefined;
  const folder = join(runFolder, unfinishedFolder, `epoch-${epoch}`);
  try {
    const progress = JSON.parse(readFileSync(join(folder, files.progress), 'utf8')) as Progress;
    return { epoch, progress, tensors: readSafetensors(join(folder, files.tensors)) };
  } catch (error) {
    throw new UserError(`${folder}: is damaged (${reason(error)}); start again with --overwrite`);
  }
}

/** Forgets the state of a training that is complete, or is not to be gone on with. */
export function removeUnfinishedRun(runFolder: string): void {
  rmSync(join(runFolder, unfinishedFolder), { recursive: true, force: true });
}
