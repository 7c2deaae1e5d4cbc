import { standardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { tauA } from '../../src/correlation/kendall.ts';
import { radiusChoice } from '../../src/correlation/radiusChoice.ts';
import { randomStream } from '../../src/random/stream.ts';

/** Gaps, and measures at several radii that agree with them as well as `signal` says. */
function models(count: number, signals: readonly number[], seed = 1) {
  const stream = randomStream(seed, 'models');
  const gaps = Float64Array.from({ length: count }, () => stream.normal());
  const radii = signals.map((signal, k) => ({
    rho: 10 ** k,
    measures: Float64Array.from(gaps, (gap) => signal * gap + stream.normal()),
  }));
  return { gaps, radii, configurations: Uint32Array.from(gaps.keys()) };
}

/** The standard deviation of τ over all choices of three of six models. */
function spreadOfThrees(measures: Float64Array, gaps: Float64Array): number {
  const taus = Array.from({ length: 2 ** 6 }, (_, bits) => [0, 1, 2, 3, 4, 5].filter((k) => (bits >> k) & 1))
    .filter(({ length }) => length === 3)
    .map(
      (three) => tauA(...([measures, gaps].map((of) => three.map((k) => of[k]!)) as [number[], number[]]))!,
    );
  return standardDeviation(taus);
}

const repeated = { splits: 200, seed: 0 };

describe('radiusChoice', () => {
  it('of a single radius is no choice: the mean over all pairs of both halves', () => {
    const { gaps, radii, configurations } = models(6, [1]);
    const { tau, tau_held_out, held_out_spread, optimism, same_choice, halves, rho } = radiusChoice({
      ...{ gaps, radii, configurations, seed: 0, splits: 4000 },
    });
    expect({ rho, same_choice, halves }).toEqual({ rho: 1, same_choice: 1, halves: 8000 });
    expect(tau).toBe(tauA(radii[0]!.measures, gaps));
    expect(Math.abs(optimism!)).toBeLessThan(0.02);
    expect(Math.abs(held_out_spread! - spreadOfThrees(radii[0]!.measures, gaps))).toBeLessThan(0.01);
    expect(tau_held_out! + optimism!).toBeCloseTo(tau!, 15);
  });

  it('of radii that say nothing takes away what luck gave', () => {
    const chosenByLuck = Array.from({ length: 20 }, (_, seed) =>
      radiusChoice({ ...models(60, new Array(12).fill(0), seed), ...repeated }),
    );
    const mean = (pick: (choice: (typeof chosenByLuck)[number]) => number): number =>
      chosenByLuck.reduce((sum, choice) => sum + pick(choice), 0) / chosenByLuck.length;
    // the largest of 12 with a standard deviation of 0.088 each
    expect(mean(({ tau }) => tau!)).toBeGreaterThan(0.1);
    expect(Math.abs(mean(({ tau_held_out }) => tau_held_out!))).toBeLessThan(0.05);
  });

  it('of one good radius among others is chosen by every half, and owes nothing to luck', () => {
    const { rho, same_choice, optimism } = radiusChoice({ ...models(200, [0, 8, 0]), ...repeated });
    expect({ rho, same_choice }).toEqual({ rho: 10, same_choice: 1 });
    expect(Math.abs(optimism!)).toBeLessThan(0.01);
  });

  it('keeps the models of one configuration in one half', () => {
    // two configurations of two models: within each the first radius is right, and between them the second one
    const configurations = [0, 0, 1, 1];
    const gaps = [1, 2, 3, 4];
    const radii = [
      { rho: 1, measures: [3, 4, 1, 2] },
      { rho: 2, measures: [2, 1, 4, 3] },
    ];
    expect(radiusChoice({ gaps, radii, configurations, ...repeated })).toMatchObject({
      ...{ rho: 2, tau: 1 / 3, tau_held_out: 1, same_choice: 0, halves: 400 },
    });
  });

  it('gives the same numbers for the same seed, and others for another', () => {
    const some = models(40, [0.1, 0.2, 0.3]);
    const one = radiusChoice({ ...some, ...repeated });
    expect(radiusChoice({ ...some, ...repeated })).toEqual(one);
    expect(radiusChoice({ ...some, ...repeated, seed: 1 }).tau_held_out).not.toBe(one.tau_held_out);
  });

  it.each([
    ['no model', 0, []],
    ['one model', 1, [1]],
    ['no radius', 30, []],
  ])('is undefined for %s', (_, count, signals) => {
    expect(radiusChoice({ ...models(count, signals), ...repeated })).toEqual({
      ...{
        rho: null,
        tau: null,
        tau_held_out: null,
        held_out_spread: null,
        optimism: null,
        same_choice: null,
        halves: 0,
      },
    });
  });

  it('has no held-out value where no half has a pair', () => {
    const { tau, tau_held_out, held_out_spread, halves } = radiusChoice({ ...models(2, [1]), ...repeated });
    expect({ tau: Math.abs(tau!), tau_held_out, held_out_spread, halves }).toEqual({
      ...{ tau: 1, tau_held_out: null, held_out_spread: null, halves: 0 },
    });
  });

  it('ranks infinite measures above all others', () => {
    const radii = [{ rho: 1, measures: [0, 1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY] }];
    const { tau } = radiusChoice({ gaps: [1, 2, 3, 4], radii, configurations: [0, 1, 2, 3], ...repeated });
    expect(tau).toBeCloseTo(5 / 6, 15);
  });
});
