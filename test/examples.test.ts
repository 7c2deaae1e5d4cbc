import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

describe('examples/correlation-study.ts', () => {
  const file = join(root, 'examples/correlation-study.ts');

  it('is short', () => {
    expect(readFileSync(file, 'utf8').split('\n').length).toBeLessThan(40);
  });

  it('runs on an output folder, with the built package', () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', file, 'analyses/rank-statistics'],
      { cwd: root, encoding: 'utf8' },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      /^493 models entered, the gate left 132 out\.\nsharpness p=2 ρ=0\.5: τ = 0\.564 \[0\.\d{3}, 0\.\d{3}\]\n/,
    );
    expect(stdout).toContain('\nbatchSize alone: τ = 0.553\n');
    expect(stdout).toMatch(/\nadaptive_sharpness p=inf, ρ chosen elsewhere: τ = 0\.6\d\d\n/);
    expect(stdout).toMatch(/\nsharpness p=inf less adaptive_sharpness p=inf: Δτ = -0\.075, p = 0\.\d{3}\n/);
  });
});
