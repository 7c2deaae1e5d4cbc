import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileInside, readSmallFile } from '../data/files.ts';
import { makeFolder } from '../makeFolder.ts';
import { type HostTensor, quoted } from '../models/spec/index.ts';
import { reason, UserError, WriteError } from '../userError.ts';
import { hashFile } from './hashFile.ts';
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

const STATE = /^epoch-(0|[1-9]\d{0,8})$/;
const stateName = (epoch: number): string => `epoch-${epoch}`;

const files = { progress: 'progress.json', tensors: 'state.safetensors' } as const;
/** Of the files of a state, as `sha256sum` writes and checks them. */
const SUMS = 'SHA256SUMS';

/** Room for the history of hundreds of thousands of epochs. */
const mostProgressBytes = 2 ** 26;
const mostSumsBytes = 2 ** 10;

/** The states in a run folder, the latest first. */
function savedEpochs(runFolder: string): number[] {
  const folder = join(runFolder, unfinishedFolder);
  const found = entryAt(folder);
  if (found?.isSymbolicLink()) {
    throw new UserError(`${folder}: is a link, which is not followed; put a folder there, or remove it`);
  }
  if (!found?.isDirectory()) return [];
  return readdirSync(folder)
    .map((name) => Number(STATE.exec(name)?.[1] ?? Number.NaN))
    .filter(Number.isInteger)
    .sort((a, b) => b - a);
}

function entryAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // a file is in the place of the run: who writes there says so
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return undefined;
    throw new UserError(`${path}: cannot be looked for (${reason(error)})`);
  }
}

/** Has a training of this folder been stopped, or is one going on? */
export function isUnfinishedRun(runFolder: string): boolean {
  return savedEpochs(runFolder).length > 0;
}

/**
 * Keeps the state of a training. It is written aside and then renamed, so that whatever happens there is a whole one;
 * then older ones are removed.
 *
 * A state with a number that is not finite is not kept, and the one before it stays: that training diverges, and does
 * so again from there.
 *
 * @throws WriteError when it cannot be written
 */
export function saveUnfinishedRun<Progress>(
  runFolder: string,
  { epoch, progress, tensors }: UnfinishedRun<Progress>,
): void {
  if (brokenTensor(tensors) !== undefined) return;
  const folder = join(runFolder, unfinishedFolder);
  const target = join(folder, stateName(epoch));
  const aside = `${target}.partial`;
  try {
    makeFolder(folder);
    rmSync(aside, { recursive: true, force: true });
    mkdirSync(aside);
    writeSafetensors(join(aside, files.tensors), tensors);
    writeFileSync(join(aside, files.progress), `${JSON.stringify(progress)}\n`);
    writeFileSync(
      join(aside, SUMS),
      Object.values(files)
        .map((file) => sumOf(aside, file))
        .join(''),
    );
    for (const file of [...Object.values(files), SUMS]) flush(join(aside, file));
    discard(target);
    renameSync(aside, target);
    for (const older of savedEpochs(runFolder).filter((saved) => saved !== epoch)) {
      discard(join(folder, stateName(older)));
    }
  } catch (error) {
    throw new WriteError(`${target}: the state of the training cannot be saved (${reason(error)})`, {
      cause: error,
    });
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

/** The line of a file in SHA256SUMS. */
function sumOf(folder: string, file: string): string {
  return `${hashFile(createHash('sha256'), join(folder, file)).digest('hex')}  ${file}\n`;
}

/** The name of a tensor that holds NaN or infinity. */
function brokenTensor(tensors: UnfinishedRun<unknown>['tensors']): string | undefined {
  return [...tensors].find(([, { data }]) => !data.every(Number.isFinite))?.[0];
}

/**
 * The latest state of a training, or undefined where there is none. It is what was saved, byte for byte: its checksums
 * say so.
 *
 * @param parse makes progress of what JSON says, or throws with what is wrong
 * @throws UserError when it is damaged
 */
export function readUnfinishedRun<Progress>(
  runFolder: string,
  parse: (progress: unknown, epoch: number) => Progress,
): UnfinishedRun<Progress> | undefined {
  const [epoch] = savedEpochs(runFolder);
  if (epoch === undefined) return undefined;
  try {
    const paths = checkedFiles(runFolder, stateName(epoch));
    const text = new TextDecoder().decode(readSmallFile(paths.progress, mostProgressBytes));
    const progress = parse(JSON.parse(text), epoch);
    return { epoch, progress, tensors: readTensors(paths.tensors) };
  } catch (error) {
    throw damagedState(runFolder, epoch, reason(error));
  }
}

/** For a state that cannot be gone on with. Nothing of it is removed: that is for its owner to say. */
export function damagedState(runFolder: string, epoch: number, why: string): UserError {
  const folder = join(runFolder, unfinishedFolder, stateName(epoch));
  return new UserError(
    `${folder}: is damaged, or of another version (${why}); delete ${runFolder} to train the run anew`,
  );
}

/** The paths of a state's files, which are as they were saved. */
function checkedFiles(runFolder: string, state: string): Readonly<Record<keyof typeof files, string>> {
  const inside = (file: string): string => {
    const path = fileInside(join(runFolder, unfinishedFolder), join(state, file));
    if (path === null) throw new UserError(`it has no ${file}`);
    return path;
  };
  const paths = { progress: inside(files.progress), tensors: inside(files.tensors) };
  const sums = new TextDecoder().decode(readSmallFile(inside(SUMS), mostSumsBytes));
  const folder = join(runFolder, unfinishedFolder, state);
  const changed = Object.values(files).find((file) => !sums.includes(sumOf(folder, file)));
  if (changed !== undefined) throw new UserError(`${changed} is not what was saved: see ${SUMS}`);
  return paths;
}

function readTensors(path: string): Map<string, HostTensor> {
  const tensors = readSafetensors(path, (entries) => {
    const other = entries.find(({ dtype }) => dtype !== 'F32');
    if (other) throw new UserError(`tensor ${quoted(other.name)} is ${other.dtype}; F32 is expected`);
  });
  const broken = brokenTensor(tensors);
  if (broken !== undefined) throw new UserError(`tensor ${quoted(broken)} holds a number that is not finite`);
  return tensors;
}

/**
 * Forgets the state of a training that is complete, or is not to be gone on with.
 *
 * @throws WriteError when it cannot be removed
 */
export function removeUnfinishedRun(runFolder: string): void {
  const folder = join(runFolder, unfinishedFolder);
  try {
    discard(folder);
  } catch (error) {
    throw new WriteError(`${folder}: cannot be removed (${reason(error)})`, { cause: error });
  }
}

/** Removes a folder that others look for: it is gone at once, so that a process which is killed leaves no half of it. */
function discard(folder: string): void {
  const old = `${folder}.old`;
  rmSync(old, { recursive: true, force: true });
  if (!existsSync(folder)) return;
  renameSync(folder, old);
  rmSync(old, { recursive: true, force: true });
}
