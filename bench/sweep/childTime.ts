import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** How often a second /proc counts. */
const TICKS = 100;
const POLL_MS = 20;

/** The processes that this one started and that run. */
function running(): number {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').length;
}

/** Seconds of processor of the processes that this one started, and those that they started, once all have ended. */
function endedSeconds(): number {
  // what follows the program's name, which is in parentheses and may hold spaces
  const fields = readFileSync('/proc/self/stat', 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

/**
 * Seconds of processor of all processes that a call starts; waits until they have ended. Other load on the machine
 * lengthens them less than those on the clock. Linux only; else NaN.
 */
export async function childTime(call: () => Promise<void>): Promise<number> {
  if (process.platform !== 'linux') {
    await call();
    return Number.NaN;
  }
  const [before, others] = [endedSeconds(), running()];
  await call();
  while (running() > others) await setTimeout(POLL_MS);
  return endedSeconds() - before;
}
