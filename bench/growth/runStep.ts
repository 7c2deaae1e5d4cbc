import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { GrowthCase } from './madeUpStudy.ts';
import type { StepName } from './steps.ts';
import { type Usage, usageFile } from './tellUsage.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

/** Runs a program of this project in a process, and says what that took. */
async function usageOf(folder: string, program: string, args: readonly string[]): Promise<Usage> {
  const file = join(folder, 'usage.json');
  const preloads = ['--import', 'tsx', '--import', './bench/growth/tellUsage.ts'];
  await run(process.execPath, [...preloads, program, ...args], {
    cwd: root,
    env: { ...process.env, [usageFile]: file },
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(readFileSync(file, 'utf8')) as Usage;
}

/** Runs one step of a case. */
export function runStep(step: StepName, folder: string, { runs, radii }: GrowthCase): Promise<Usage> {
  return usageOf(folder, 'bench/growth/steps.ts', [step, folder, String(runs), String(radii)]);
}

/** Runs the command `measure`. */
export function runCommand(folder: string, ...args: readonly string[]): Promise<Usage> {
  return usageOf(folder, 'src/cli/main.ts', args);
}
