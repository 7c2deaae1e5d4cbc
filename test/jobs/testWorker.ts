import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { serveTasks } from '../../src/jobs/serveTasks.ts';
import { UserError } from '../../src/userError.ts';

serveTasks({
  double: (values: Float64Array) => values.map((value) => value * 2),
  count: (last: number, tell: (progress: unknown) => void) => {
    for (let k = 1; k <= last; k++) tell(k);
    return 'counted';
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
