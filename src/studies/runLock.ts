import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { runState } from '../checkpoints/index.ts';
import { unfinishedFolder } from '../checkpoints/unfinishedRun.ts';
import { type Lock, takeLock } from '../jobs/lockFile.ts';
import { whenFree } from '../jobs/whenFree.ts';
import { makeFolder } from '../makeFolder.ts';
import { reason, UserError, WriteError } from '../userError.ts';

/**
 * Sees that nobody else trains in a run's folder, before anything is written there.
 *
 * @param whenBusy what happens where another process does
 * @returns undefined where that one came to the end of the run meanwhile
 * @throws LockedError where another process trains there and it is not waited for, WriteError when the folder cannot be
 *   written
 */
export async function lockRun(out: string, whenBusy: 'refuse' | 'wait'): Promise<Lock | undefined> {
  if (whenBusy === 'refuse') return takeRunLock(out);
  return whenFree(
    () => takeRunLock(out),
    () => runState(out) === 'complete',
  );
}

/** How often it is tried while the folder goes away, with the state of a run that another process came to the end of. */
const TRIES = 5;

function takeRunLock(out: string, tries = TRIES): Lock {
  const folder = join(out, unfinishedFolder);
  const path = join(folder, 'lock');
  makeFolder(folder);
  try {
    return takeLock(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' && tries > 1) return takeRunLock(out, tries - 1);
    throw new WriteError(
      `${path}: cannot be taken as a lock (${reason(error)}); remove it if no training runs there`,
      { cause: error },
    );
  }
}

/** Gives up a lock of a run that turned out to be complete. */
export function unlockComplete(lock: Lock, out: string): void {
  lock.release();
  try {
    rmdirSync(join(out, unfinishedFolder));
  } catch {
    // Others may wait there.
  }
}

/** Sees that the run is still this process's, before its folder is written. */
export function requireLock(lock: Lock, out: string): void {
  if (lock.isHeld()) return;
  throw new UserError(
    `${out}: the lock of this training is gone: another process may train there; it ends here`,
  );
}
