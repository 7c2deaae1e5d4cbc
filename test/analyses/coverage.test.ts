import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configurationsOf, hyperparametersOf, modelsOf, withSeeds } from '../../analyses/coverage/models.ts';
import { fewPermutations } from '../../analyses/coverage/permutations.ts';
import { type Case, CHANCE_ALONE, type Grid, SQUARE } from '../../analyses/coverage/populations.ts';
import { distanceOf, pValuesOf } from '../../analyses/coverage/pValues.ts';
import { resultsOf } from '../../analyses/coverage/results.ts';
import { expectedSigns, truthOf } from '../../analyses/coverage/truth.ts';
import { writeResults } from '../../analyses/coverage/writeResults.ts';
import { coefficients } from '../../src/correlation/index.ts';
import { randomStream } from '../../src/random/stream.ts';

const grid = (values: readonly number[], seeds: number, missing = 0): Grid => ({
  name: 'test',
  values,
  seeds,
  missing,
});

describe('expectedSigns', () => {
  it('is 2 asin(r) / π without effects', () => {
    for (const r of [-0.9, 0, 0.3, 0.8])
      expect(expectedSigns(0, 0, r)).toBeCloseTo((2 * Math.asin(r)) / Math.PI, 5);
  });

  it('is a product without correlation, and 1 where both are surely positive', () => {
    expect(expectedSigns(1, 2, 0)).toBeCloseTo(expectedSigns(1, 99, 0) * expectedSigns(99, 2, 0), 12);
    expect(expectedSigns(20, 20, 0.8)).toBeCloseTo(1, 12);
    expect(expectedSigns(20, -20, 0.8)).toBeCloseTo(-1, 12);
  });

  it('is what many draws give', () => {
    const stream = randomStream(0, 'test');
    const draws = 200_000;
    let sum = 0;
    for (let k = 0; k < draws; k++) {
      const x = stream.normal();
      const y = 0.6 * x + 0.8 * stream.normal();
      sum += Math.sign(0.5 + Math.SQRT2 * x) * Math.sign(-0.8 + Math.SQRT2 * y);
    }
    expect(Math.abs(expectedSigns(0.5, -0.8, 0.6) - sum / draws)).toBeLessThan(4 / Math.sqrt(draws));
  });
});

describe('true values', () => {
  it('of noise alone are the same for τ, ψ and Ψ', () => {
    const population = { ...CHANCE_ALONE, shared: [0.6, 0.6] } as const;
    const truth = truthOf({ population, grid: SQUARE, isWide: false }, 0);
    const value = (2 * Math.asin(0.6)) / Math.PI;
    for (const one of [truth.tau, truth.tauB, truth.tauOfGrid, ...truth.psi, truth.Psi])
      expect(one).toBeCloseTo(value, 6);
  });

  it.each([
    ['effects', { interaction: 0 }],
    ['an interaction', { interaction: 2 }],
    ['heavy tails', { heavyTails: true, gapEffects: [0, 0], measureEffects: [0, 0] }],
  ])('of a grid as it is are the means of many studies: %s', (_, different) => {
    const one: Case = {
      population: {
        ...CHANCE_ALONE,
        gapEffects: [1, 2],
        measureEffects: [1, -0.5],
        shared: [0.5, 0.2],
        ...different,
      },
      grid: grid([4, 3], 2),
      isWide: false,
    };
    const models = withSeeds(configurationsOf(one), one.grid);
    const stream = randomStream(0, 'test');
    const count = 1500;
    const studies = Array.from({ length: count }, () =>
      coefficients(
        modelsOf(models, one.population, stream).map((model) => ({ ...model, measure: model.second })),
        hyperparametersOf(one.grid),
      ).map(({ value }) => value!),
    );
    const { tauOfGrid, psi, Psi } = truthOf(one, 1);
    for (const [k, truth] of [
      [0, tauOfGrid],
      [2, psi[0]!],
      [3, psi[1]!],
      [4, Psi],
    ] as const) {
      const mean = studies.reduce((sum, study) => sum + study[k]!, 0) / count;
      const deviation = Math.sqrt(studies.reduce((sum, study) => sum + (study[k]! - mean) ** 2, 0) / count);
      expect(Math.abs(mean - truth)).toBeLessThan((4.5 * deviation) / Math.sqrt(count));
    }
  });
});

describe('p-values', () => {
  const tested = (pValues: readonly number[]) =>
    pValues.map((p_value) => ({ p_value, value: p_value < 0.5 ? 1 - p_value : p_value - 1 }));

  it('that are evenly spread are as near to uniform as can be', () => {
    const found = pValuesOf(tested([0.4, 0.1, 0.3, 0.2, 0.5, 0.7, 0.6, 1, 0.8, 0.9]));
    expect(found.tooMany).toBeCloseTo(0, 12);
    expect(distanceOf(found)).toBeCloseTo(0.1, 12);
    expect(found.rejected).toEqual([0, 0, 0.1]);
    expect(found.largestStep).toBe(0.1);
  });

  it('that are too small, or come in steps, are told apart', () => {
    expect(pValuesOf(tested([0.01, 0.01, 0.01, 0.9]))).toMatchObject({ tooMany: 0.74, largestStep: 0.75 });
    const steps = pValuesOf(tested([0.5, 0.5, 1, 1]));
    expect([steps.tooMany, steps.tooFew]).toEqual([0, 0.5]);
    expect(pValuesOf([{ p_value: null, value: null }, ...tested([0.5, 1])]).largestStep).toBe(0.5);
  });
});

it('40 % of the configurations are missing, the same ones every time', () => {
  const thinned = { population: CHANCE_ALONE, grid: grid([5, 5, 5, 5], 1, 0.4) };
  expect(configurationsOf(thinned)).toHaveLength(375);
  expect(configurationsOf(thinned)).toEqual(configurationsOf(thinned));
});

it('writes what was found', async () => {
  const one: Case = { population: CHANCE_ALONE, grid: SQUARE, isWide: true };
  const results = resultsOf(one, 4);
  const folder = mkdtempSync(join(tmpdir(), 'coverage-'));
  await writeResults(folder, { results, few: fewPermutations(2), studies: 4, seconds: 61 });
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  expect(read('README.md')).toContain('4 simulated studies');
  expect(read('README.md')).toContain('2 minutes');
  const tau = results.find(({ of, statistic }) => of === 'coefficient' && statistic === 'tau')!;
  expect(read('README.md')).toContain(`| chance alone | 10×10 | 100 | ${(100 * tau.coverage).toFixed(1)} |`);
  // τ, τ-b, two ψ and Ψ; the same of differences; τ of the grid
  expect(read('coverage.csv').trim().split('\n')).toHaveLength(1 + 5 + 5 + 1);
  rmSync(folder, { recursive: true });
});
