import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
import { installedNative } from '../../src/engine/native/cache.ts';

/** The engine of the tests: the best that is here. */
export const engine = installedNative() === undefined ? 'wasm' : 'native';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** The command as its users have it. */
export const main = join(root, 'dist/cli/main.js');
export const dataDirectory = join(root, 'fixtures/data');
export const goldenRuns = join(root, 'fixtures/golden/runs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the command as its users do, in a process; what it says must never be a stack trace. */
export function start(
  args: readonly string[],
  options: { readonly nodeOptions?: readonly string[]; readonly env?: NodeJS.ProcessEnv } = {},
): Running {
  const { nodeOptions = [], env = {} } = options;
  const process_ = spawn(process.execPath, [...nodeOptions, main, ...args], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<Ended>((resolve) => {
    let stdout = '';
    let stderr = '';
    process_.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    process_.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    process_.once('close', (code, signal) => {
      expect(stderr + stdout).not.toMatch(/^\s+at .+:\d+/m);
      resolve({ code, signal, stdout, stderr });
    });
  });
  return { process: process_, ended };
}

export function cli(...args: readonly string[]): Promise<Ended> {
  return start(args).ended;
}

export function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** The command failed with this code, printed no result, and said why in one line. */
export function expectOneLine({ code, stdout, stderr }: Ended, expected: number, why: RegExp): void {
  expect({ stdout, lines: lines(stderr).length, code }).toEqual({ stdout: '', lines: 1, code: expected });
  expect(stderr).toMatch(/^measure: /);
  expect(stderr).toMatch(why);
}

/** A folder that goes when the file's tests are done. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'measure-cli-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function header(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n', 1)[0]!.split(',');
}
