import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const committed = join(root, 'analyses/toy-example');
const out = mkdtempSync(join(tmpdir(), 'toy-example-'));
let stdout: string;

beforeAll(async () => {
  const args = ['--import', 'tsx', 'analyses/toy-example.ts', '--out', out];
  ({ stdout } = await promisify(execFile)(process.execPath, args, { cwd: root }));
});
afterAll(() => rmSync(out, { recursive: true, force: true }));

interface Iterate {
  readonly step: number;
  readonly w: readonly [number, number];
  readonly loss: number;
  readonly perturbed: readonly [number, number];
}

function iterates(optimizer: 'SAM' | 'ASAM', start: string): Iterate[] {
  const [, ...rows] = readFileSync(join(out, 'trajectories.csv'), 'utf8').trim().split('\n');
  return rows
    .filter((row) => row.startsWith(`${optimizer},${start},`))
    .map((row) => {
      const [step, w1, w2, loss, p1, p2] = row.split(',').slice(3).map(Number);
      return { step: step!, w: [w1!, w2!], loss: loss!, perturbed: [p1!, p2!] };
    });
}

function largestLoss(region: string, center: string): number {
  return Number(stdout.match(new RegExp(`region \\(${region}\\) around ${center}: (\\S+)`))![1]);
}

describe('the toy example of section 5.1', () => {
  it('SAM never leaves (0.3, 0.033): its w + epsilon has w2 <= 0', () => {
    const steps = iterates('SAM', '0.3,0.033');
    expect(steps).toHaveLength(1);
    expect(steps[0]!.loss).toBeCloseTo(0.0301, 6);
    // epsilon = -0.05 (w2, w1) / ||w||
    expect(steps[0]!.perturbed[0]).toBeCloseTo(0.3 - (0.05 * 0.033) / Math.hypot(0.3, 0.033), 5);
    expect(steps[0]!.perturbed[1]).toBeCloseTo(0.033 - (0.05 * 0.3) / Math.hypot(0.3, 0.033), 5);
  });

  it('SAM goes from (0.2, 0.05) to the valley and along it to (0.2, 0.2)', () => {
    const { w, loss } = iterates('SAM', '0.2,0.05').at(-1)!;
    expect(loss).toBeLessThan(0.004);
    expect(Math.hypot(w[0] - 0.2, w[1] - 0.2)).toBeLessThan(0.005);
  });

  it.each(['0.2,0.05', '0.3,0.033'])('ASAM goes from (%s) to the valley and stays', (start) => {
    const steps = iterates('ASAM', start);
    expect(steps).toHaveLength(1001);
    expect(Math.max(...steps.slice(-900).map(({ loss }) => loss))).toBeLessThan(0.004);
    // gradient flow keeps w1^2 - w2^2
    const [w1, w2] = start.split(',').map(Number);
    const flow = (w1! ** 2 - w2! ** 2) / 2;
    const arrival = Math.sqrt(flow + Math.hypot(flow, 0.04));
    expect(Math.abs(steps.at(-1)!.w[0] - arrival)).toBeLessThan(0.012);
    // epsilon = -0.5 / sqrt(2) w below the valley
    expect(steps[0]!.perturbed[1]).toBeCloseTo(w2! * (1 - 0.5 / Math.SQRT2), 6);
  });

  it('says so, and at which learning rates the claim holds', () => {
    expect(stdout).toMatch(/^SAM from \(0\.3, 0\.033\): stuck at step 0$/m);
    expect(stdout).toMatch(/^SAM from \(0\.2, 0\.05\): converged, step \d+$/m);
    expect(stdout.match(/^ASAM from .*: converged, step \d+$/gm)).toHaveLength(2);
    expect(stdout).toMatch(/^the claim holds at learning rates 0\.001, .*0\.01, 0\.02$/m);
  });
});

describe('the three maximization regions of Figure 1', () => {
  it('the largest loss in the sphere changes when w is rescaled', () => {
    expect(largestLoss('a', 'w')).toBeCloseTo((1 + 0.4 / Math.SQRT2) ** 2 - 0.04, 3);
    expect(largestLoss('a', 'w′')).toBeGreaterThan(largestLoss('a', 'w') + 0.5);
  });

  it.each([
    ['b', 1.4 ** 2 - 0.04],
    ['c', (1 + 0.4 / Math.SQRT2) ** 2 - 0.04],
  ])('the largest loss in the element-wise region (%s) does not', (region, expected) => {
    expect(largestLoss(region, 'w')).toBeCloseTo(expected, 3);
    expect(largestLoss(region, 'w′')).toBe(largestLoss(region, 'w'));
  });
});

describe('the results that are kept', () => {
  it.each(['trajectories.csv', 'README.md', 'figure-1.vl.json', 'figure-3.vl.json'])(
    '%s is what is computed',
    (name) => {
      const equal = readFileSync(join(out, name), 'utf8') === readFileSync(join(committed, name), 'utf8');
      expect(equal).toBe(true);
    },
  );

  it('are all there', () => {
    const kept = readdirSync(committed).filter((name) => !name.endsWith('.ts') && name !== 'text');
    expect(kept.sort()).toEqual(readdirSync(out).sort());
    const figures = ['figure-1', 'figure-3'].flatMap((name) =>
      ['svg', 'png'].map((kind) => `${name}.${kind}`),
    );
    expect(kept).toEqual(expect.arrayContaining(figures));
  });
});
