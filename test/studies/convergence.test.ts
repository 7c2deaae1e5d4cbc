import { describe, expect, it } from 'vitest';
import type { MeasurementRow } from '../../src/correlation/index.ts';
import type { GroupValue } from '../../src/sharpness/types.ts';
import { convergenceRows, prefixCounts } from '../../src/studies/convergence.ts';
import { measurementRows } from '../../src/studies/measureRows.ts';
import { candidateOf, planWith, resultsOf } from './madeUpResults.ts';

/** Groups that scatter, differently for every m and radius. */
const groupValue = (group: number, m: number, radius: number): GroupValue => ({
  value: radius * (2 + Math.sin(group * m + 1)),
  firstOrder: radius,
  source: group % 3 === 0 ? 'float64' : 'float32',
});

function measured(samples: number, groupSizes: readonly number[] = [8, 32]) {
  const plan = planWith({ kind: 'one-step' }, groupSizes, samples);
  const candidate = candidateOf(plan);
  const results = resultsOf(candidate, plan, groupValue);
  return {
    convergence: convergenceRows(candidate, plan, results),
    measurements: measurementRows(candidate, plan, results),
  };
}

const counts = (ranges: number[]) => [...prefixCounts(ranges)].sort((a, b) => a - b);

describe('prefixCounts', () => {
  it('about doubles, up to all groups, at ends of ranges', () => {
    expect(counts(new Array(16).fill(8))).toEqual([8, 16, 32, 64, 128]);
    expect(counts(new Array(128).fill(1))).toEqual([4, 8, 16, 32, 64, 128]);
    expect(counts([7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 2])).toEqual([7, 14, 28, 56, 100]);
  });

  it('has no fewer than four groups, unless there are no more', () => {
    expect(counts([1, 1, 1, 1, 1, 1, 1])).toEqual([7]);
    expect(counts([1, 1])).toEqual([2]);
    expect(counts([1])).toEqual([1]);
  });
});

describe('convergenceRows', () => {
  it('ends with the measurements', () => {
    const { convergence, measurements } = measured(512);
    const last = convergence.filter(({ samples }) => samples === 512);
    expect(last).toEqual(measurements);
    expect([...new Set(convergence.filter(({ m }) => m === 8).map(({ samples }) => samples))]).toEqual([
      32, 64, 128, 256, 512,
    ]);
    expect([...new Set(convergence.filter(({ m }) => m === 32).map(({ samples }) => samples))]).toEqual([
      128, 256, 512,
    ]);
  });

  it('gives what a run with fewer samples gives, though that splits its groups otherwise', () => {
    const { convergence } = measured(2048);
    for (const samples of [128, 256, 512, 1024]) {
      const rows = convergence.filter((row) => row.samples === samples);
      const { measurements } = measured(samples);
      expect(rows.map(({ m }) => m)).toEqual([8, 8, 32, 32]);
      for (const row of rows) {
        const same = measurements.find(({ m, rho }) => m === row.m && rho === row.rho)!;
        const rounded = ({ value, standard_error, ...rest }: MeasurementRow) => ({
          ...rest,
          value: value.toPrecision(12),
          standard_error: standard_error!.toPrecision(10),
        });
        expect(rounded({ ...row, first_order: 0 })).toEqual(rounded({ ...same, first_order: 0 }));
      }
    }
  });

  it('gives the mean of the first groups and its standard error', () => {
    const { convergence } = measured(512, [8]);
    const row = convergence.find(({ samples, rho }) => samples === 64 && rho === 0.5)!;
    const values = Array.from({ length: 8 }, (_, group) => groupValue(group, 8, 0.5).value);
    const mean = values.reduce((sum, value) => sum + value, 0) / 8;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7;
    expect(row.value).toBeCloseTo(mean, 14);
    expect(row.standard_error).toBeCloseTo(Math.sqrt(variance / 8), 14);
    expect(row.refined_groups).toBe(3);
  });
});
