import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { modelSpec } from '../../../src/models/spec/index.ts';
import { estimate } from '../../../src/studies/sweep/estimate.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { tinyPlan } from '../../support/sweep/tinyPlan.ts';

const temporary = temporaryFolder();
/** Trainings that are timed take a worker each. */
const patient = 180_000;

describe('the estimate of a study', { timeout: patient }, () => {
  it('has seconds for every run, more for more work, and the bytes of all', async () => {
    const plan = tinyPlan(temporary.path, {
      grid: ['training.optimizer: [sgd, sam]', 'training.epochs: [10, 20]'],
      seeds: [0, 1],
    });
    const own = join(temporary.path, 'tmp');
    mkdirSync(own);
    vi.stubEnv('TMPDIR', own);
    const { seconds, bytes, timed } = await estimate(plan);
    vi.unstubAllEnvs();
    expect(seconds).toHaveLength(8);
    expect(Math.min(...seconds)).toBeGreaterThan(0);
    const [sgd10, same, sgd20, , sam10] = seconds as [number, number, number, number, number];
    expect(same).toBe(sgd10);
    // what is scored once at the end does not double
    expect(sgd20 / sgd10).toBeGreaterThan(1.7);
    expect(sgd20 / sgd10).toBeLessThanOrEqual(2);
    expect(sam10 / sgd10).toBeGreaterThan(1.5);
    expect(sam10 / sgd10).toBeLessThanOrEqual(2);
    expect(timed).toEqual([
      { names: [expect.stringMatching(/_seed=0$/)], imagesPerSecond: [expect.any(Number)], runs: 8 },
    ]);
    const { parameterCount } = modelSpec({
      ...{ architecture: 'mlp', hidden: [8], inputShape: [28, 28, 1], classes: 10 },
    });
    expect(bytes).toBeGreaterThan(8 * 4 * parameterCount);
    expect(bytes).toBeLessThan(8 * (4 * parameterCount + 10_000));
    expect(readdirSync(own).filter((name) => name.includes('estimate'))).toEqual([]);
    expect(existsSync(join(temporary.path, 'runs'))).toBe(false);
  });

  it('times batches of any size: of most of the examples, and of more than there are', async () => {
    const plan = tinyPlan(temporary.path, {
      grid: ['dataset.trainCount: [1900]', 'training.batchSize: [64, 1200, 4000]'],
      seeds: [0],
    });
    const { seconds, timed } = await estimate(plan);
    expect(timed[0]!.imagesPerSecond).toHaveLength(2);
    for (const second of seconds) expect(second).toBeGreaterThan(0);
  });

  it('times each network, whatever comes first', async () => {
    const plan = tinyPlan(temporary.path, {
      grid: ['model.hidden: [[8], [2000, 2000]]', 'training.learningRate: [0.1]'],
      seeds: [0],
    });
    const { seconds, timed } = await estimate(plan);
    expect(seconds[1]! / seconds[0]!).toBeGreaterThan(3);
    expect(timed.map(({ names, runs }) => [names, runs])).toEqual([
      [['hidden=8_learningRate=0.1_seed=0'], 1],
      [['hidden=2000-2000_learningRate=0.1_seed=0'], 1],
    ]);
  });

  it('has times of runs that diverge', async () => {
    const plan = tinyPlan(temporary.path, { grid: ['training.learningRate: [1e6]'], seeds: [0] });
    const { seconds, totalSeconds } = await estimate(plan);
    expect(seconds[0]).toBeGreaterThan(0);
    expect(totalSeconds).toBe(seconds[0]);
  });

  it('of very many runs is that of some, times what each stands for', async () => {
    const thousand = Array.from({ length: 1000 }, (_, k) => k + 1);
    const plan = tinyPlan(temporary.path, {
      grid: [`training.epochs: [${thousand}]`, 'training.learningRate: [0.1]'],
      seeds: thousand,
    });
    const { seconds, totalSeconds, bytes, timed } = await estimate(plan);
    expect(seconds).toHaveLength(10_000);
    const mean = seconds.reduce((sum, one) => sum + one, 0) / 10_000;
    expect(totalSeconds / mean).toBeCloseTo(1_000_000, 0);
    expect(timed.map(({ runs }) => runs)).toEqual([1_000_000]);
    const small = await estimate({ ...plan, study: { ...plan.study, seeds: [0] } });
    expect(bytes / (1000 * small.bytes)).toBeCloseTo(1, 3);
  });

  it('of a dataset that is not there is one line', async () => {
    const plan = { ...tinyPlan(temporary.path), dataDirectory: join(temporary.path, 'nowhere') };
    await expect(estimate(plan)).rejects.toThrow(/nowhere/);
  });
});
