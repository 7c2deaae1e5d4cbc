import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again and again until the answer is yes; fails after `seconds`, saying what did not come. */
export async function waitUntil(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  seconds = 40,
): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await sleep(100);
  }
}
