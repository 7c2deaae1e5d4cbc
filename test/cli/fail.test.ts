import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lines, main, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();

/** A run whose config.json is no JSON: an error with a cause. */
function damagedRun(): string {
  const run = join(folder, 'run');
  mkdirSync(run, { recursive: true });
  writeFileSync(join(run, 'config.json'), '{');
  writeFileSync(join(run, 'model.safetensors'), '');
  return run;
}

const measure = (...args: readonly string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: 'utf8' });

describe('--verbose', () => {
  const quiet = measure('inspect', damagedRun());
  const verbose = measure('inspect', damagedRun(), '--verbose');

  it('prints the causes of an error, with their stacks, after its line', () => {
    expect(lines(quiet.stderr)).toHaveLength(1);
    expect(verbose.stderr.startsWith(quiet.stderr)).toBe(true);
    expect(verbose.stderr).toMatch(/\nUserError: .*config\.json: not JSON .*\n +at .+:\d+/);
    expect(verbose.stderr).toMatch(/\ncaused by: SyntaxError: .*\n +at .+/);
    expect([quiet.status, verbose.status]).toEqual([1, 1]);
  });

  it('stands before the command as well as behind it', () => {
    expect(measure('--verbose', 'inspect', damagedRun()).stderr).toBe(verbose.stderr);
  });
});
