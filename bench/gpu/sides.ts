import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** One engine in one place: what its processes see of the machine decides where it computes. */
export interface Side {
  readonly name: string;
  readonly environment: Readonly<Record<string, string>>;
}

export const CPU: Side = { name: 'CPU', environment: { CUDA_VISIBLE_DEVICES: '-1' } };
export const GPU: Side = { name: 'GPU', environment: {} };

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The command `measure`, as built. */
export const MEASURE = 'dist/cli/main.js';

/**
 * Runs a program of this repository, TypeScript too, on a side, in a process of its own, and gives what it prints.
 *
 * @throws Error with the last line that it said, where it fails
 */
export function runOn(side: Side, program: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, ...args], {
    cwd: root,
    env: { ...process.env, ...side.environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(printed);
      else reject(new Error(said.trim().split('\n').at(-1) || `${program} ended with exit code ${code}`));
    });
  });
}
