import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { populationOf } from '../../../src/correlation/population.ts';
import { rankIn } from '../../../src/correlation/rankedModels.ts';
import type { Resampling } from '../../../src/correlation/uncertainty/types.ts';
import {
  type CoefficientUncertainties,
  uncertaintiesBy,
} from '../../../src/correlation/uncertainty/uncertainty.ts';
import { goldenUniform } from './golden.ts';

const hyperparameters = ['lr', 'wd'];
const resampling = { resamples: 200, seed: 0 };

interface Row {
  readonly lr: number;
  readonly wd: number;
  readonly gap: number;
  readonly measure: number;
}

function uncertaintiesOf(rows: readonly Row[], more: Partial<Resampling> = {}): CoefficientUncertainties {
  const models = rows.map(({ lr, wd, gap }) => ({ gap, hyperparameters: { lr, wd } }));
  const ranked = rankIn(populationOf(models, hyperparameters))([...rows.keys()]);
  return uncertaintiesBy({ ...resampling, ...more })(
    ranked,
    rows.map(({ measure }) => measure),
  );
}

const all = ({ tau, tauB, psi, Psi }: CoefficientUncertainties) => [tau, tauB, ...psi, Psi];

const uniform = goldenUniform(5);
const grid: readonly Row[] = Array.from({ length: 50 }, (_, k) => {
  const [lr, wd, gap] = [k % 5, Math.floor(k / 5) % 5, uniform()];
  return { lr, wd, gap, measure: gap + uniform() };
});

describe('uncertainties', () => {
  it('of a measure that tells the gap: intervals above 0, small p-values', () => {
    for (const { interval, p } of all(uncertaintiesOf(grid))) {
      expect(interval!.low).toBeGreaterThan(0);
      expect(interval!.high).toBeLessThanOrEqual(1);
      expect(p).toBeLessThan(0.05);
    }
  });

  it('are the same for the same seed, and others for another', () => {
    expect(uncertaintiesOf(grid)).toEqual(uncertaintiesOf(grid));
    expect(uncertaintiesOf(grid, { seed: 1 }).tau).not.toEqual(uncertaintiesOf(grid).tau);
  });

  it('are those of each measure by itself, whatever came before', () => {
    const rank = rankIn(
      populationOf(
        grid.map(({ lr, wd, gap }) => ({ gap, hyperparameters: { lr, wd } })),
        hyperparameters,
      ),
    );
    const of = uncertaintiesBy(resampling);
    const tied = grid.map((row) => ({ ...row, measure: Math.round(row.measure) }));
    for (const rows of [grid, tied, grid.slice(1, 4), tied, grid]) {
      const found = of(
        rank(rows.length < grid.length ? [1, 2, 3] : [...grid.keys()]),
        rows.map(({ measure }) => measure),
      );
      expect(found).toEqual(uncertaintiesOf(rows));
    }
  });

  it('depend on the ranks alone', () => {
    const bent = grid.map((row) => ({ ...row, measure: Math.exp(9 * row.measure), gap: row.gap ** 3 }));
    expect(uncertaintiesOf(bent)).toEqual(uncertaintiesOf(grid));
  });

  it('of a measure that is the same everywhere: no interval, and τ and ψ of 0 are no surprise', () => {
    const { tau, tauB, psi, Psi } = uncertaintiesOf(grid.map((row) => ({ ...row, measure: 1 })));
    for (const one of [tau, ...psi, Psi]) expect(one).toEqual({ interval: null, p: 1 });
    expect(tauB).toEqual({ interval: null, p: null });
  });

  it('of a tied measure: the p-value of permutations with its ties', () => {
    const rows = [0, 0, 0, 0, 1].map((measure, k) => ({ lr: 0, wd: 0, gap: k, measure }));
    // the 1 stands first or last in 2 of 5 orders; without ties, 58 of 120 orders have a τ as far from 0
    expect(Math.abs(uncertaintiesOf(rows, { resamples: 4000 }).tau.p! - 2 / 5)).toBeLessThan(0.03);
  });

  it('of a measure that ranks as the gap does: no interval', () => {
    const { tau, psi } = uncertaintiesOf(grid.map((row) => ({ ...row, measure: row.gap })));
    expect([tau.interval, psi[0]!.interval]).toEqual([null, null]);
    expect(tau.p).toBe(1 / (resampling.resamples + 1));
  });

  it('without hyperparameters: of τ alone', () => {
    const ranked = rankIn(
      populationOf(
        grid.map(({ gap }) => ({ gap, hyperparameters: {} })),
        [],
      ),
    )([...grid.keys()]);
    const { psi, Psi, tau } = uncertaintiesBy(resampling)(
      ranked,
      grid.map(({ measure }) => measure),
    );
    expect([psi, Psi]).toEqual([[], { interval: null, p: null }]);
    expect(tau).toEqual(uncertaintiesOf(grid).tau);
  });

  it('of any table are within [−1, 1] and (0, 1], or undefined', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constant(Number.POSITIVE_INFINITY));
    const setting = fc.integer({ min: 0, max: 2 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ lr: setting, wd: setting, gap: value, measure: value }), { maxLength: 25 }),
        (rows) => {
          for (const { interval, p } of all(uncertaintiesOf(rows))) {
            if (interval) {
              expect(interval.low).toBeGreaterThanOrEqual(-1);
              expect(interval.low).toBeLessThan(interval.high);
              expect(interval.high).toBeLessThanOrEqual(1);
            }
            if (p !== null) expect(p > 0 && p <= 1).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
