import { setTimeout } from 'node:timers/promises';
import { LockedError } from './lockFile.ts';

/** How often, in milliseconds, it is looked whether another process is done. */
const LOOKED_EVERY = 2000;

/**
 * Takes what another process may have, once that one is done with it.
 *
 * @param take throws LockedError where another process has it
 * @param isEnough whether it is not needed any more: the other one did the work
 * @returns what `take` gives; undefined where it is not needed any more
 */
export async function whenFree<T>(take: () => T, isEnough: () => boolean): Promise<T | undefined> {
  for (;;) {
    try {
      return take();
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
    }
    await setTimeout(LOOKED_EVERY);
    if (isEnough()) return undefined;
  }
}
