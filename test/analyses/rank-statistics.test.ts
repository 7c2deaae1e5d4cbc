import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CLAIMS, find } from '../../analyses/rank-statistics/claims.ts';
import { gapNoise, noiseModels } from '../../analyses/rank-statistics/noise.ts';
import { HYPERPARAMETERS } from '../../analyses/rank-statistics/paper.ts';
import { readme } from '../../analyses/rank-statistics/readme.ts';
import { readSweep } from '../../analyses/rank-statistics/readSweep.ts';
import { estimate, type Resampled, resample } from '../../analyses/rank-statistics/resampling.ts';
import { writeResults } from '../../analyses/rank-statistics/writeResults.ts';
import { coefficients, keepPlan, nameAt, type Study, writeTables } from '../../src/index.ts';
import { randomStream } from '../../src/random/stream.ts';
import { type MadeUp, madeUpStudy, madeUpSweep, madeUpTables, writeOutputExtras } from './madeUpSweep.ts';
import { writeRun } from './runFolders.ts';

const folder = mkdtempSync(join(tmpdir(), 'rank-statistics-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function uniform(count: number, name: string): number[] {
  const stream = randomStream(1, name);
  return Array.from({ length: count }, () => stream.uniform());
}

/** A gap of its own for each configuration of a grid of 16. */
const gapOf = uniform(200, 'gaps');
const noiseOf = uniform(200, 'noise');

/** As the paper has it: adaptive sharpness ranks as the gap does, sharpness the other way round. */
const asInThePaper: MadeUp = {
  run: (index) => ({ gap: gapOf[index]!, trainAccuracy: 0.999 }),
  value: (place, index) => (place % 2 === 1 ? 1 : -1) * gapOf[index]!,
};
const study = madeUpStudy({ values: 2, seeds: 1 });
const noiseStudy = madeUpStudy({ values: 2, seeds: 3 });
/** What a text has where a case was forgotten; some sentences speak of undefined values. */
const ARTIFACTS = /undefined(?! and| in)|NaN|\bnull\b|Infinity/;
const WAYS = ['one-step', 'auto-pgd'];

/** Gaps of a configuration differ little between seeds; with seed 2 they are the other way round. */
const noisy: MadeUp = {
  run: (index) => {
    const [configuration, seed] = [Math.floor(index / 3), index % 3];
    return { gap: (seed === 2 ? -1 : 1) * configuration + 0.1 * seed, trainAccuracy: 0.999 };
  },
  value: (_, index) => index,
};

function textOf(madeUp: MadeUp, noise: MadeUp = noisy): string {
  return readme({
    study: madeUpSweep(study, WAYS, madeUp),
    noise: madeUpSweep(noiseStudy, ['one-step'], noise),
    testCount: 400,
  });
}

describe('resample', () => {
  const settings = madeUpSweep(madeUpStudy({ values: 3, seeds: 1 }), [], asInThePaper).runs;
  const models = settings.map(({ hyperparameters }, k) => ({ hyperparameters, gap: gapOf[k]! }));

  it('has the coefficients of the toolkit over all models, ties and infinities included', () => {
    const measure = models.map((_, k) =>
      k % 7 === 0 ? Number.POSITIVE_INFINITY : Math.round(9 * noiseOf[k]!),
    );
    const [resampled] = resample(models, [measure], HYPERPARAMETERS, 0);
    const expected = coefficients(
      models.map((model, k) => ({ ...model, measure: measure[k]! })),
      HYPERPARAMETERS,
    );
    const value = (statistic: string, name: string | null): number =>
      expected.find((row) => row.statistic === statistic && row.hyperparameter === name)!.value!;
    expect(resampled!.all.tau).toBeCloseTo(value('tau', null), 12);
    expect(resampled!.all.Psi).toBeCloseTo(value('Psi', null), 12);
    for (const name of HYPERPARAMETERS) expect(resampled!.all.psi[name]).toBeCloseTo(value('psi', name), 12);
  });

  it('pairs no model with itself: a perfect ranking is perfect in every resample', () => {
    const [perfect] = resample(models, [models.map(({ gap }) => gap)], HYPERPARAMETERS, 20);
    for (const { tau, Psi } of perfect!.resamples) expect([tau, Psi]).toEqual([1, 1]);
  });

  it('draws the same models for all measures, and the same ones again', () => {
    const measure = noiseOf.slice(0, models.length);
    const [one, other] = resample(models, [measure, measure.map((x) => 2 * x)], HYPERPARAMETERS, 20);
    expect(one).toEqual(other);
    expect(new Set(one!.resamples.map(({ tau }) => tau)).size).toBeGreaterThan(10);
    expect(resample(models, [measure], HYPERPARAMETERS, 20)[0]).toEqual(one);
  });

  it('has intervals as wide as theory says where nothing correlates', () => {
    const n = 150;
    const independent = Array.from({ length: n }, (_, k) => ({ hyperparameters: {}, gap: gapOf[k]! }));
    const resampled = resample(independent, [noiseOf.slice(0, n)], [], 400);
    const { value, low, high } = estimate(resampled, ([one]) => one!.tau);
    const standardError = Math.sqrt((2 * (2 * n + 5)) / (9 * n * (n - 1)));
    expect((high! - low!) / (2 * 1.96 * standardError)).toBeGreaterThan(0.75);
    expect((high! - low!) / (2 * 1.96 * standardError)).toBeLessThan(1.25);
    expect(value).toBeGreaterThan(low!);
    expect(value).toBeLessThan(high!);
  });
});

describe('claims', () => {
  const of = (taus: readonly number[]): Resampled => {
    const one = (tau: number) => ({
      tau,
      psi: { batchSize: tau, learningRate: tau, weightDecay: tau, dropoutRate: tau },
      Psi: tau,
    });
    return { all: one(0.5 * (taus[0]! + taus.at(-1)!)), resamples: taus.map(one) };
  };
  const low = of([0.1, 0.11, 0.12]);
  const high = of([0.5, 0.52, 0.55]);
  const wide = of([-0.4, 0.3, 0.9]);
  const verdicts = (measures: readonly (Resampled | undefined)[]) =>
    CLAIMS.map((claim) => find(claim, measures).verdict);

  it('show where intervals are on their side of 0', () => {
    const found = verdicts([low, high, low, high]);
    expect(found.slice(0, 6)).toEqual(Array(6).fill('shows'));
    // ψ of the dropout rate is not smaller, that of weight decay not negative
    expect(found.slice(6, 9)).toEqual(['opposite', 'opposite', 'shows']);
  });

  it('are opposite on the other side, in part where one of several is, and do not show across 0', () => {
    expect(verdicts([high, low, high, low]).slice(0, 6)).toEqual(Array(6).fill('opposite'));
    expect(verdicts([wide, low, wide, low]).slice(0, 6)).toEqual(Array(6).fill('does not show'));
    expect(verdicts([low, wide, wide, low]).slice(7, 9)).toEqual(['opposite in part', 'shows in part']);
    expect(verdicts([undefined, low, undefined, low]).slice(0, 2)).toEqual(Array(2).fill('not measured'));
  });
});

describe('noise', () => {
  it('is τ of each two seeds, and the spread over seeds', () => {
    const models = noiseModels(madeUpSweep(noiseStudy, ['one-step'], noisy));
    const { pairs, ceiling, spread, seedDeviation, standardError, repeated } = gapNoise(
      models.filter(({ seed }) => seed < 2),
      [0, 1],
      'loss',
      400,
    );
    expect(pairs).toEqual([{ seeds: [0, 1], configurations: 16, tau: 1 }]);
    expect([ceiling, repeated, standardError]).toEqual([1, 16, 0.03]);
    // 0 ... 15, and 0.1 apart
    expect(spread).toBeCloseTo(Math.sqrt((16 * 17) / 12), 12);
    expect(seedDeviation).toBeCloseTo(0.1 / Math.SQRT2, 12);
    const all = gapNoise(models, [0, 1, 2], 'loss', 400);
    expect(all.pairs.map(({ tau }) => tau)).toEqual([1, -1, -1]);
    expect(gapNoise(models, [0, 1, 2], 'error', 400).standardError).toBeCloseTo(0.015, 12);
  });

  it('leaves out configurations that do not pass with both seeds', () => {
    const models = noiseModels(
      madeUpSweep(noiseStudy, ['one-step'], {
        ...noisy,
        run: (index) => ({ ...noisy.run(index)!, trainAccuracy: index < 9 && index % 3 === 1 ? 0.99 : 1 }),
      }),
    );
    const { pairs } = gapNoise(models, [0, 1, 2], 'loss', null);
    expect(pairs.map(({ configurations }) => configurations)).toEqual([13, 16, 13]);
  });
});

describe('the text', () => {
  it("sets the paper's table beside ours", () => {
    const text = textOf(asInThePaper);
    expect(text).toContain('| τ | the paper | 0.174 | 0.636 | 0.257 | 0.616 |');
    expect(text).toContain('|  | one step, best ρ | −1.000 | 1.000 | −1.000 | 1.000 |');
    expect(text).toContain("|  | Auto-PGD, the paper's ρ | 1e-5 | 0.5 | 5e-4 | 0.005 |");
    expect(text).not.toMatch(ARTIFACTS);
  });

  it('tells the best radius from the paper’s', () => {
    const text = textOf({
      ...asInThePaper,
      value: (place, index, isPaperRadius) => (isPaperRadius ? -1 : 1) * gapOf[index]! * (place + 1),
    });
    expect(text).toContain('|  | one step, best ρ | 1.000 | 1.000 | 1.000 | 1.000 |');
    expect(text).toContain("|  | one step, the paper's ρ | −1.000 | −1.000 | −1.000 | −1.000 |");
    expect(text).toContain('|  | one step, best ρ | 1e-4 | 5 | 0.005 | 0.05 |');
    expect(text).toContain('sharpness, p = 2 (the largest, 1e-4)');
  });

  it('counts what the gate leaves, by value', () => {
    const text = textOf({
      ...asInThePaper,
      run: (index) => {
        if (index === 0) return undefined;
        if (index === 1) return null;
        return index === 2 ? { gap: -1, trainAccuracy: 0.99 } : { gap: gapOf[index]!, trainAccuracy: 1 };
      },
    });
    expect(text).toContain(
      'Of 16 runs 13 have a training accuracy above 99.0 % and enter (81.3 %), 1 have a',
    );
    expect(text).toContain('1 diverged, and 1 failed');
    expect(text).toContain('| mini-batch size | 8 | 8 | 5 | 1 | 1 | 1 | 62.5 % |');
    expect(text).toContain('|  | 16 | 8 | 8 | 0 | 0 | 0 | 100.0 % |');
    // the model that does not pass has the smallest gap, and not the smallest value
    expect(text).toMatch(
      /\| adaptive sharpness, p = 2 \| 1\.000 \| 0\.\d{3} \| 0\.\d{3} \(ρ = 0\.5\) \| 13 \| 14 \|/,
    );
  });

  it('tells the noise ceiling and its seeds', () => {
    const text = textOf(asInThePaper);
    expect(text).toContain('16 configurations of [noise.yaml](noise.yaml) were trained with 3 seeds each.');
    expect(text).toContain('of two seeds is −0.333**');
    expect(text).toContain('| 0 and 1 | 16 | 1.000 |');
  });

  it.each([
    ['no model passes the gate', { run: () => ({ gap: 1, trainAccuracy: 0.5 }) }],
    ['one model passes', { run: (index: number) => ({ gap: index, trainAccuracy: index === 3 ? 1 : 0.5 }) }],
    ['two models pass', { run: (index: number) => ({ gap: index, trainAccuracy: index < 2 ? 1 : 0.5 }) }],
    ['all gaps are the same', { run: () => ({ gap: 1, trainAccuracy: 1 }) }],
    ['all values are undefined', { value: () => Number.NaN }],
    ['all values overflow', { value: () => Number.POSITIVE_INFINITY }],
    ['measures lack', { places: [1] }],
  ])('is complete where %s', (_, changed) => {
    const text = textOf({ ...asInThePaper, ...changed }, { ...noisy, ...changed });
    expect(text).toContain('Of 13 things that the paper');
    expect(text).not.toMatch(ARTIFACTS);
    expect(text).toContain('## Setting');
  });
});

describe('a sweep on the disk', () => {
  /** Run 0 diverged, run 1 failed, the others have a model. */
  async function writeSweep(out: string, what: Study, ways: readonly string[]): Promise<void> {
    const madeUp: MadeUp = {
      ...asInThePaper,
      run: (index) => (index < 2 ? undefined : asInThePaper.run(index)),
    };
    keepPlan(out, { study: what, measures: [], inputs: {}, dataDirectory: 'data', engine: 'cpu' });
    for (let index = 0; index < 16 * what.seeds.length; index++) {
      if (index === 1) continue;
      writeRun(join(out, 'runs', nameAt(what, index)), { seed: 0, isDiverged: index === 0 });
    }
    for (const way of ways) {
      const target = join(out, 'measures', way);
      await writeTables(target, madeUpTables(what, way, madeUp));
      writeOutputExtras(target);
    }
  }

  it('is read, and all results are written', async () => {
    await writeSweep(join(folder, 'study'), study, WAYS);
    await writeSweep(join(folder, 'noise'), noiseStudy, ['one-step']);
    const read = await readSweep(join(folder, 'study'), WAYS);
    expect(read.runs.map(({ end }) => end).slice(0, 3)).toEqual(['diverged', 'failed', 'trained']);
    // of history.csv
    expect(read.runs[2]!.seconds).toBe(30.5);
    const noise = await readSweep(join(folder, 'noise'), ['one-step']);
    const out = join(folder, 'results');
    writeResults(out, { study: read, noise, testCount: 400 });
    const tables = [
      'checkpoints.csv',
      'measurements.parquet',
      'correlations.csv',
      'robustness.csv',
      'comparisons.csv',
    ];
    for (const file of [...tables, 'report.html']) {
      expect(existsSync(join(out, file))).toBe(true);
      expect(existsSync(join(out, 'auto-pgd', file))).toBe(true);
    }
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toBe('<dd>runs</dd> --out somewhere');
    expect(readFileSync(join(out, 'noise.csv'), 'utf8').trim().split('\n')).toHaveLength(1 + 3 * 16 - 2);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toContain('1 diverged, and 1 failed');
  });

  it('is refused where a trained run was not measured, or a measure lacks', async () => {
    const out = join(folder, 'unmeasured');
    await writeSweep(out, study, ['one-step']);
    writeRun(join(out, 'runs', nameAt(study, 1)), { seed: 0 });
    await expect(readSweep(out, ['one-step'])).rejects.toThrow(/does not have .*_seed=0; sweep again/);
    await expect(readSweep(out, ['auto-pgd'])).rejects.toThrow('auto-pgd');
    await expect(readSweep(join(folder, 'nowhere'), [])).rejects.toThrow('sweep.json');
  });
});
