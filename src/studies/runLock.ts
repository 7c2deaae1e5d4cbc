import { rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { runState } from '../checkpoints/index.ts';
import { unfinishedFolder } from '../checkpoints/unfinishedRun.ts';
import { type Lock, LockedError, takeLock } from '../jobs/lockFile.ts';
import { makeFolder } from '../makeFolder.ts';
import { reason, UserError, WriteError } from '../userError.ts';

/** How often, in milliseconds, it is looked whether another process is done with a run. */
const LOOKED_EVERY = 2000;

/**
 * Sees that nobody else trains in a run's folder, before anything is written there.
 *
 * @param whenBusy what happens where another process does
 * @returns undefined where that one came to the end of the run meanwhile
 * @throws LockedError where another process trains there and it is not waited for, WriteError when the folder cannot be
 *   written
 */
export async function lockRun(out: string, whenBusy: 'refuse' | 'wait'): Promise<Lock | undefined> {
  for (;;) {
    try {
      return takeRunLock(out);
    } catch (error) {
      if (!(error instanceof LockedError) || whenBusy === 'refuse') throw error;
    }
    await setTimeout(LOOKED_EVERY);
    if (runState(out) === 'complete') return undefined;
  }
}

function takeRunLock(out: string): Lock {
  const folder = join(out, unfinishedFolder);
  const path = join(folder, 'lock');
  makeFolder(folder);
  try {
    return takeLock(path);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new WriteError(
      `${path}: cannot be taken as a lock (${reason(error)}); remove it if no training runs there`,
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
