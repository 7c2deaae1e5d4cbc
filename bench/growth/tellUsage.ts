import { writeFileSync } from 'node:fs';

/** Loaded before a program, tells at its end what it took: a file that the environment names. */

/** What a process took. */
export interface Usage {
  readonly seconds: number;
  /** Of all its threads, in the system too. */
  readonly cpuSeconds: number;
  /** Peak resident set. */
  readonly mebibytes: number;
}

export const usageFile = 'BENCH_USAGE_FILE';

const path = process.env[usageFile];
if (path !== undefined) {
  process.once('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
    const usage: Usage = {
      seconds: process.uptime(),
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      mebibytes: maxRSS / 1024,
    };
    writeFileSync(path, JSON.stringify(usage));
  });
}
