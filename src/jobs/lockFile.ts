import {
  closeSync,
  constants,
  copyFileSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import * as z from 'zod';
import { isRunning, machineName, startTime } from '../processes.ts';
import { UserError } from '../userError.ts';
import { whileWriting } from '../whileWriting.ts';

interface Owner {
  readonly machine: string;
  readonly pid: number;
  readonly started: string;
}

const ownerSchema: z.ZodType<Owner> = z.object({
  machine: z.string(),
  pid: z.int(),
  started: z.string(),
});

/** A lock that this process has. */
export interface Lock {
  /** Is it still this process's? Another may take it once this one gave no sign of life for `LEASE`. */
  isHeld(): boolean;
  release(): void;
}

/** A process that lives has the lock. */
export class LockedError extends UserError {}

/** How often the owner of a lock gives a sign of life, and after how long without one it is given up: milliseconds. */
const SIGN_OF_LIFE = 15_000;
const LEASE = 180_000;

/**
 * Takes the lock at `path` for this process until it is released. A lock whose process has ended is taken over: on
 * this machine at once, from another machine when its owner gave no sign of life for some minutes (the file's time, by
 * the clock of the file system).
 *
 * @throws LockedError when a process that lives holds it, UserError when it is no file
 */
export function takeLock(path: string): Lock {
  const mine = `${path}.${machineName()}-${process.pid}`;
  const owner: Owner = { machine: machineName(), pid: process.pid, started: startTime(process.pid) };
  const text = JSON.stringify(owner);
  try {
    whileWriting(path, () => {
      writeFileSync(mine, text);
      while (!tryLink(mine, path)) clearStale(path, mine);
    });
  } finally {
    rmSync(mine, { force: true });
  }
  const isHeld = (): boolean => read(path) === text;
  const timer = setInterval(() => isHeld() && giveSignOfLife(path), SIGN_OF_LIFE).unref();
  return {
    isHeld,
    release: () => {
      clearInterval(timer);
      if (isHeld()) tryRemove(path);
    },
  };
}

/** A lock that cannot be removed, as on a disk that has become read-only, is stale when its process has ended. */
function tryRemove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // Said above.
  }
}

/**
 * Writes the first byte of the file again: its time is then the file system's, whatever the clock here says. A sign that
 * is not given now is given later, or the lock is lost, which its owner asks for.
 */
function giveSignOfLife(path: string): void {
  try {
    const file = openSync(path, 'r+');
    try {
      writeSync(file, '{', 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // Said above.
  }
}

/** A link appears with its content at once, and never over another; some file systems have none. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === 'ENOENT' || code === 'EACCES') throw error;
    return tryCopy(from, to);
  }
}

function tryCopy(from: string, to: string): boolean {
  try {
    copyFileSync(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @param mine a file that was written just now: its time is the file system's */
function clearStale(path: string, mine: string): void {
  const aside = `${mine}-stale`;
  const seen = read(path);
  if (seen === undefined) return;
  if (isHeld(path, seen, mine)) throw new LockedError(heldMessage(path, seen));
  if (!tryRename(path, aside)) return;
  const moved = read(aside);
  // Between the two, another process may have taken the stale lock over: give it back.
  if (moved !== undefined && moved !== seen && isHeld(aside, moved, mine)) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    if (code === 'EISDIR') throw new UserError(`${path}: is a folder; a lock is a file: remove it`);
    throw error;
  }
}

/** Whether the process that a lock names lives, as far as can be told. */
function isHeld(path: string, text: string, mine: string): boolean {
  const owner = parseOwner(text);
  if (owner === undefined) return false;
  if (owner.machine !== machineName()) return silence(path, mine) < LEASE;
  return isRunning(owner.pid) && startTime(owner.pid) === owner.started;
}

/** For how long, in milliseconds, a lock had no sign of life. */
function silence(path: string, mine: string): number {
  try {
    return statSync(mine).mtimeMs - statSync(path).mtimeMs;
  } catch {
    // It was released meanwhile.
    return Number.POSITIVE_INFINITY;
  }
}

function parseOwner(text: string): Owner | undefined {
  try {
    return ownerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function heldMessage(path: string, text: string): string {
  const owner = parseOwner(text);
  const who = `process ${owner?.pid}${owner?.machine === machineName() ? '' : ` on ${owner?.machine}`}`;
  return `${path}: ${who} is writing there: wait for it, choose another folder, or delete this file if it no longer runs`;
}
