import { describe, expect, it } from 'vitest';
import { correlate } from '../../../src/correlation/correlate.ts';
import { correlateTable } from '../../../src/correlation/correlateTable.ts';
import type { CorrelationRow } from '../../../src/correlation/types.ts';
import { defaultResamples } from '../../../src/correlation/uncertainty/defaultResamples.ts';
import { syntheticRows } from '../../report/rows.ts';

const { checkpoints, measurements: all } = syntheticRows();
const measurements = all.filter(
  ({ rho, p, measure }) => rho === 0.5 && p === 2 && measure === 'adaptive_sharpness',
);
const study = { checkpoints, measurements, gap: 'loss', minTrainAccuracy: 0 } as const;
const hyperparameters = Object.keys(checkpoints[0]!.hyperparameters);
const table = {
  columns: {
    ...Object.fromEntries(
      hyperparameters.map((name) => [name, checkpoints.map((row) => row.hyperparameters[name]!)]),
    ),
    gap: checkpoints.map((row) => row.gap_loss),
    measured: checkpoints.map(
      ({ checkpoint }) => measurements.find((row) => row.checkpoint === checkpoint)!.value,
    ),
  },
  gap: 'gap',
  measures: ['measured'],
  hyperparameters,
};

const numbers = (rows: readonly CorrelationRow[]) =>
  rows.map(({ statistic, value, ci_low, ci_high, p_value }) => [statistic, value, ci_low, ci_high, p_value]);

describe('intervals and p-values', () => {
  const { rows, resamples } = correlate(study);

  it('stand in every row, around the value', () => {
    expect([resamples, rows.length]).toEqual([2000, 7]);
    for (const { value, ci_low, ci_high, p_value } of rows) {
      expect(ci_low).toBeLessThan(value!);
      expect(ci_high).toBeGreaterThan(value!);
      expect(p_value! > 0 && p_value! <= 1).toBe(true);
    }
  });

  it('are the same of a table, and for the same seed', () => {
    expect(numbers(correlateTable(table).rows)).toEqual(numbers(rows));
    expect(numbers(correlate({ ...study, seed: 0 }).rows)).toEqual(numbers(rows));
    expect(numbers(correlate({ ...study, seed: 1 }).rows)).not.toEqual(numbers(rows));
    const other = { seed: 1, resamples: 100 };
    expect(numbers(correlateTable({ ...table, ...other }).rows)).toEqual(
      numbers(correlate({ ...study, ...other }).rows),
    );
  });

  it('are empty without resamples', () => {
    for (const row of [
      ...correlate({ ...study, resamples: 0 }).rows,
      ...correlateTable({ ...table, resamples: 0 }).rows,
    ]) {
      expect(row).toMatchObject({ ci_low: null, ci_high: null, p_value: null });
    }
  });

  it('are not made unasked of very many models or measures', () => {
    expect([defaultResamples(2000, 50), defaultResamples(625, 160)]).toEqual([2000, 2000]);
    expect([defaultResamples(2001, 1), defaultResamples(625, 161)]).toEqual([0, 0]);
    const many = Array.from({ length: 2001 }, (_, k) => k);
    const large = { ...table, columns: { gap: many, measured: many }, hyperparameters: [] };
    expect(correlateTable(large).rows[0]).toMatchObject({ value: 1, p_value: null });
    expect(correlateTable({ ...large, resamples: 9 }).rows[0]).toMatchObject({ value: 1, p_value: 0.1 });
  });
});
