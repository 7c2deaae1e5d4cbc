import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../makeFolder.ts';
import { reason, UserError, WriteError } from '../userError.ts';
import { type StoredModel, writeModel } from './writeRunFolder.ts';

/** Where a run folder keeps checkpoints of its training: run folders themselves, but no models of their own. */
export const snapshotFolder = 'snapshots';

/**
 * Writes a snapshot, `snapshots/<name>`: aside and then renamed, so that it is there whole or not at all. One of the
 * same name is replaced.
 *
 * @throws WriteError when it cannot be written
 */
export function writeSnapshot(runFolder: string, name: string, snapshot: StoredModel): void {
  const target = join(runFolder, snapshotFolder, name);
  const aside = `${target}.partial`;
  const old = `${target}.old`;
  try {
    for (const left of [aside, old]) rmSync(left, { recursive: true, force: true });
    makeFolder(aside);
    writeModel(aside, snapshot);
    if (existsSync(target)) renameSync(target, old);
    renameSync(aside, target);
    rmSync(old, { recursive: true, force: true });
  } catch (error) {
    throw error instanceof UserError
      ? error
      : new WriteError(`${target}: cannot be written (${reason(error)})`, { cause: error });
  }
}

/** Removes the snapshots of an earlier training. */
export function removeSnapshots(runFolder: string): void {
  rmSync(join(runFolder, snapshotFolder), { recursive: true, force: true });
}
