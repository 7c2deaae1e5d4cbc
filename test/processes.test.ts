import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { isRunning, startTime } from '../src/processes.ts';

test('this process runs, and started once', () => {
  expect(isRunning(process.pid)).toBe(true);
  expect(startTime(process.pid)).toBe(startTime(process.pid));
});

test('a process that has ended does not run, also while nobody has waited for it', async () => {
  // the shell starts a child that ends at once, and never waits for it
  const shell = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 30']);
  try {
    const pid = Number(await new Promise((resolve) => shell.stdout.once('data', resolve)));
    await setTimeout(500);
    expect(() => process.kill(pid, 0)).not.toThrow();
    expect(isRunning(pid)).toBe(false);
  } finally {
    shell.kill('SIGKILL');
  }
});
