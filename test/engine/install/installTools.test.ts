import { expect, test } from 'vitest';
import { firstWorking, mustRun } from '../../../src/engine/native/installTools.ts';

/** Timers that keep this process alive. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

test('a program that cannot be started is not waited for', async () => {
  const before = timers();
  expect(await firstWorking(['no-such-program', 'true'], [])).toBe('true');
  expect(timers()).toBe(before);
});

test('a program that takes too long is ended', async () => {
  await expect(mustRun('sleeping', 'sleep', ['60'], { timeout: 50 })).rejects.toThrow(/^sleeping: /);
});
