import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { EngineError } from '../../src/engine/engineError.ts';
import { serveTasks, type Tell } from '../../src/jobs/serveTasks.ts';
import { UserError } from '../../src/userError.ts';

serveTasks({
  double: (values: Float64Array) => values.map((value) => value * 2),
  count: async (last: number, tell: Tell) => {
    for (let k = 1; k <= last; k++) await tell(k);
    return 'counted';
  },
  /** Tells large messages and then dies at once, without another turn of its event loop. */
  tellAndDie: async ({ first, words }: { readonly first: number; readonly words: number }, tell: Tell) => {
    if (first > 0) return `went on from ${first}`;
    for (const k of [1, 2, 3]) await tell({ done: k, ballast: new Float64Array(words) });
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  },
  /** Tells of each step until it dies at one that is among the deadly; at a step that it begins with, only if that is fatal. */
  steps: async (
    {
      first,
      deadly,
      fatal,
    }: { readonly first: number; readonly deadly: readonly number[]; readonly fatal?: number },
    tell: Tell,
  ) => {
    for (let k = first; k < 6; k++) {
      if (k === fatal || (k > first && deadly.includes(k))) return crash('SIGKILL');
      await tell(k + 1);
    }
    return `began at ${first}`;
  },
  pid: () => process.pid,
  environment: (name: string) => process.env[name],
  refuse: (file: string) => {
    throw new UserError(`${file}: no such weights`);
  },
  break: () => {
    throw new TypeError('first line\nsecond line');
  },
  segfault: () => crash('SIGSEGV'),
  killed: () => crash('SIGKILL'),
  abort: () => {
    process.stderr.write('2026-11-24 10:00:00.000001: I tensorflow/core/util/port.cc:153] oneDNN is on\n');
    process.stderr.write('F tensor.cc:10] Check failed: NDIMS == dims() (2 vs. 3)\n');
    return crash('SIGABRT');
  },
  breakOnce: (marker: string) => {
    if (existsSync(marker)) return [Number(readFileSync(marker, 'utf8')), process.pid];
    writeFileSync(marker, String(process.pid));
    throw new EngineError('the loss failed: out of memory');
  },
  crashOnce: (marker: string) => {
    if (existsSync(marker)) return 'second try';
    writeFileSync(marker, '');
    return crash('SIGSEGV');
  },
  hang: async (marker: string) => {
    writeFileSync(marker, String(process.pid));
    await setTimeout(600_000);
  },
  spin: (marker: string) => {
    writeFileSync(marker, String(process.pid));
    for (;;);
  },
});

function crash(signal: NodeJS.Signals): Promise<void> {
  process.kill(process.pid, signal);
  return setTimeout(600_000);
}
