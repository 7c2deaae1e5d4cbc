import { constants, copyFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isRunning, machineName, startTime } from '../processes.ts';
import { UserError } from '../userError.ts';

interface Owner {
  readonly machine: string;
  readonly pid: number;
  readonly started: string;
}

/**
 * Takes the lock at `path` for this process until the returned function is called. A lock whose process
 * has ended is taken over.
 *
 * @throws UserError when a running process, or one on another machine, holds it
 */
export function takeLock(path: string): () => void {
  const mine = `${path}.${machineName()}-${process.pid}`;
  const owner: Owner = { machine: machineName(), pid: process.pid, started: startTime(process.pid) };
  writeFileSync(mine, JSON.stringify(owner));
  try {
    while (!tryLink(mine, path)) clearStale(path, `${mine}-stale`);
  } finally {
    rmSync(mine, { force: true });
  }
  return () => rmSync(path, { force: true });
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

function clearStale(path: string, aside: string): void {
  const seen = read(path);
  if (seen === undefined) return;
  if (isHeld(seen)) throw new UserError(heldMessage(path, seen));
  if (!tryRename(path, aside)) return;
  const moved = read(aside);
  // Between the two, another process may have taken the stale lock over: give it back.
  if (moved !== undefined && moved !== seen && isHeld(moved)) tryLink(aside, path);
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
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function isHeld(text: string): boolean {
  const owner = parseOwner(text);
  if (owner === undefined) return false;
  if (owner.machine !== machineName()) return true;
  return isRunning(owner.pid) && startTime(owner.pid) === owner.started;
}

function parseOwner(text: string): Owner | undefined {
  try {
    return JSON.parse(text) as Owner;
  } catch {
    return undefined;
  }
}

function heldMessage(path: string, text: string): string {
  const owner = parseOwner(text);
  const who = `process ${owner?.pid}${owner?.machine === machineName() ? '' : ` on ${owner?.machine}`}`;
  return `${path}: ${who} is writing there: wait for it, choose another folder, or delete this file if it no longer runs`;
}
