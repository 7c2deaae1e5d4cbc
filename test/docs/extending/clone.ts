import { exec, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Step } from './page.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

const copied = [
  ...['src', 'test', 'fixtures', 'scripts', 'package.json', 'package-lock.json'],
  ...['tsconfig.json', 'tsconfig.build.json', 'vitest.config.ts', 'biome.json'],
];

export interface Ended {
  readonly status: number | string | null;
  /** What it said on both streams. */
  readonly said: string;
}

/** A copy of the sources in a new folder, not yet built. */
export function makeClone(): string {
  const clone = mkdtempSync(join(tmpdir(), 'extending-'));
  for (const name of copied) cpSync(join(root, name), join(clone, name), { recursive: true });
  // a folder of its own, since the build works in it
  mkdirSync(join(clone, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(root, 'node_modules', name), join(clone, 'node_modules', name));
  }
  return clone;
}

/** Writes a file that is new, or makes an edit where every line of its context is as the diff has it. */
export function apply(clone: string, step: Step): void {
  if (step.kind === 'file') {
    const path = join(clone, step.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, step.text, { flag: 'wx' });
  } else if (step.kind === 'edit') {
    const { status, stderr } = spawnSync('git', ['apply', '-'], { cwd: clone, input: step.diff });
    if (status !== 0) throw new Error(`the code is not as this edit has it: ${stderr}\n${step.diff}`);
  }
}

/** Runs a command line in a process; `npm run measure` without the set-up, which would build the clone again. */
export function run(clone: string, line: string): Promise<Ended> {
  const command = line
    .replace('npm run measure -- ', 'node dist/cli/main.js ')
    .replace('npx ', 'node_modules/.bin/');
  const env = { ...process.env, VITEST: undefined, NO_COLOR: '1' };
  return new Promise((resolve) => {
    exec(command, { cwd: clone, env }, (error, stdout, stderr) => {
      resolve({ status: error ? (error.code ?? null) : 0, said: stdout + stderr });
    });
  });
}
