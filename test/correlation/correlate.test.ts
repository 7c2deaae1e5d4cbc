import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestRadius } from '../../src/correlation/bestRadius.ts';
import { coefficients } from '../../src/correlation/coefficients.ts';
import { correlate } from '../../src/correlation/correlate.ts';
import { correlateTable } from '../../src/correlation/correlateTable.ts';
import { passesGate } from '../../src/correlation/gate.ts';
import type {
  CheckpointRow,
  CorrelationRow,
  Hyperparameters,
  MeasurementRow,
} from '../../src/correlation/types.ts';

function checkpoint(
  name: string,
  gap: number,
  hyperparameters: Hyperparameters,
  trainAccuracy = 1,
): CheckpointRow {
  return {
    checkpoint: name,
    hyperparameters,
    train_loss: 0,
    test_loss: gap,
    train_accuracy: trainAccuracy,
    test_accuracy: 0.5,
    gap_loss: gap,
    gap_error: trainAccuracy - 0.5 - gap / 100,
  };
}

function measurement(
  name: string,
  value: number,
  rho = 0.1,
  more: Partial<MeasurementRow> = {},
): MeasurementRow {
  return {
    checkpoint: name,
    measure: 'sharpness',
    p: 2,
    normalization: 'none',
    rho,
    ascent: 'one-step',
    m: 8,
    samples: 64,
    value,
    standard_error: 0,
    first_order: value,
    bias: 'constant',
    eta: 0.01,
    loss: 'cross-entropy',
    bn_mode: 'evaluation',
    layer: null,
    perturb: '*',
    augmentation: 'none',
    sampling: 'first',
    seed: 0,
    precision: 'float32',
    refined_groups: 0,
    below_noise: false,
    steps: null,
    restarts: null,
    step_size: null,
    momentum: null,
    draws: null,
    sigma: null,
    one_step: null,
    restart_spread: null,
    maximizer_norm: null,
    boundary_share: null,
    still_improving: null,
    ...more,
  };
}

const names = ['a', 'b', 'c', 'd'];
const checkpoints = [
  checkpoint('a', 1, { lr: 1, wd: 1, fixed: 9 }),
  checkpoint('b', 2, { lr: 2, wd: 1, fixed: 9 }),
  checkpoint('c', 3, { lr: 1, wd: 2, fixed: 9 }),
  checkpoint('d', 4, { lr: 2, wd: 2, fixed: 9 }),
];
const measured = (values: readonly number[], rho = 0.1, more: Partial<MeasurementRow> = {}) =>
  values.map((value, i) => measurement(names[i]!, value, rho, more));
const find = (rows: readonly CorrelationRow[], statistic: string, hyperparameter: string | null = null) =>
  rows.find((row) => row.statistic === statistic && row.hyperparameter === hyperparameter)!;

describe('passesGate', () => {
  it('is strict, and lets all in at 0', () => {
    expect(passesGate({ train_accuracy: 0.99 })).toBe(false);
    expect(passesGate({ train_accuracy: 0.9901 })).toBe(true);
    expect(passesGate({ train_accuracy: 0.5 }, 0.5)).toBe(false);
    expect(passesGate({ train_accuracy: Number.NaN }, 0.5)).toBe(false);
    expect(passesGate({ train_accuracy: 0 }, 0)).toBe(true);
    expect(passesGate({ train_accuracy: Number.NaN }, 0)).toBe(true);
  });
});

describe('bestRadius', () => {
  it('takes the largest signed tau, and the smallest rho on ties', () => {
    expect(
      bestRadius([
        { rho: 1, tau: -0.9 },
        { rho: 2, tau: 0.1 },
      ]),
    ).toEqual({ rho: 2, tau: 0.1 });
    expect(
      bestRadius([
        { rho: 3, tau: 0.5 },
        { rho: 1, tau: 0.5 },
        { rho: 2, tau: 0.5 },
      ])?.rho,
    ).toBe(1);
    expect(
      bestRadius([
        { rho: 1, tau: null },
        { rho: 2, tau: -1 },
      ])?.rho,
    ).toBe(2);
    expect(bestRadius([{ rho: 1, tau: null }])).toBeUndefined();
    expect(bestRadius([])).toBeUndefined();
  });
});

describe('correlate', () => {
  it('gives tau, tau-b, a psi for each hyperparameter that varies, and Psi', () => {
    const { rows, models, leftOut, dropped, emptyPsis } = correlate({
      checkpoints,
      measurements: measured([1, 2, 4, 3]),
      gap: 'loss',
      resamples: 0,
    });
    expect({ models, leftOut, dropped, emptyPsis }).toEqual({
      models: 4,
      leftOut: 0,
      dropped: [],
      emptyPsis: [],
    });
    expect(
      rows.map(({ statistic, hyperparameter, value, cells }) => [statistic, hyperparameter, value, cells]),
    ).toEqual([
      ['tau', null, 4 / 6, null],
      ['tau_b', null, 4 / 6, null],
      ['psi', 'lr', 0, 2],
      ['psi', 'wd', 1, 2],
      ['Psi', null, 0.5, null],
    ]);
    expect(rows[2]).toEqual({
      measure: 'sharpness',
      p: 2,
      normalization: 'none',
      rho: 0.1,
      statistic: 'psi',
      hyperparameter: 'lr',
      value: 0,
      ci_low: null,
      ci_high: null,
      models: 4,
      cells: 2,
      ascent: 'one-step',
      m: 8,
      bias: 'constant',
      eta: 0.01,
      loss: 'cross-entropy',
      bn_mode: 'evaluation',
      layer: null,
      perturb: '*',
      augmentation: 'none',
      steps: null,
      restarts: null,
      draws: null,
      step_size: null,
      momentum: null,
      sigma: null,
      p_value: null,
      gap: 'loss',
      gate: 0.99,
      cells_left_out: 0,
      best_radius: true,
      seeds: 'repeats',
      bins: null,
    });
  });

  it('correlates with the gap that is asked for', () => {
    const options = { checkpoints, measurements: measured([1, 2, 3, 4]) };
    expect(find(correlate({ ...options, gap: 'loss' }).rows, 'tau').value).toBe(1);
    expect(find(correlate({ ...options, gap: 'error' }).rows, 'tau').value).toBe(-1);
  });

  it('keeps models at or below the gate out, and says how many', () => {
    const gated = [...checkpoints.slice(0, 3), checkpoint('d', 4, { lr: 2, wd: 2 }, 0.99)];
    const options = { checkpoints: gated, measurements: measured([3, 2, 1, 4]), gap: 'loss' } as const;
    const closed = correlate(options);
    expect([closed.models, closed.leftOut]).toEqual([3, 1]);
    expect(find(closed.rows, 'tau')).toMatchObject({ value: -1, models: 3 });
    expect(find(closed.rows, 'psi', 'wd')).toMatchObject({ value: -1, cells: 1, cells_left_out: 1 });
    const open = correlate({ ...options, minTrainAccuracy: 0 });
    expect([open.models, open.leftOut]).toEqual([4, 0]);
    expect(find(open.rows, 'tau')).toMatchObject({ value: 0, models: 4, gate: 0 });
  });

  it('drops a NaN or missing value from its measure only, and counts it', () => {
    const measurements = [...measured([1, Number.NaN, 3, 4], 0.1), ...measured([1, 2, 3], 0.2)];
    const { rows, dropped } = correlate({ checkpoints, measurements, gap: 'loss' });
    expect(
      rows.filter(({ statistic }) => statistic === 'tau').map(({ value, models }) => [value, models]),
    ).toEqual([
      [1, 3],
      [1, 3],
    ]);
    expect(dropped.map(({ rho, dropped }) => [rho, dropped])).toEqual([
      [0.1, 1],
      [0.2, 1],
    ]);
  });

  it('drops a model whose gap is NaN from every measure', () => {
    const overflowed = [...checkpoints.slice(0, 3), checkpoint('d', Number.NaN, { lr: 2, wd: 2 })];
    const { rows, dropped } = correlate({
      checkpoints: overflowed,
      measurements: measured([1, 2, 3, 4]),
      gap: 'loss',
    });
    expect(find(rows, 'tau')).toMatchObject({ value: 1, models: 3 });
    expect(dropped).toHaveLength(1);
  });

  it('ranks infinite values above finite ones, tied with each other', () => {
    const infinity = Number.POSITIVE_INFINITY;
    const { rows } = correlate({
      checkpoints,
      measurements: measured([1, 2, infinity, infinity]),
      gap: 'loss',
    });
    expect(find(rows, 'tau')).toMatchObject({ value: 5 / 6, models: 4 });
  });

  it('marks the best radius of every measure, norm, normalization, ascent, m and bias', () => {
    const measurements = [
      ...measured([1, 2, 4, 3], 0.1),
      ...measured([1, 2, 3, 4], 1),
      ...measured([1, 2, 3, 4], 0.5),
      ...measured([4, 3, 2, 1], 0.1, { bias: 'frozen' }),
      ...measured([4, 3, 2, 1], 0.1, { p: 'inf', rho: 0.3 }),
    ];
    const { rows } = correlate({ checkpoints, measurements, gap: 'loss' });
    const best = rows.filter((row) => row.best_radius && row.statistic === 'tau');
    expect(best.map(({ p, bias, rho, value }) => [p, bias, rho, value])).toEqual([
      [2, 'constant', 0.5, 1],
      [2, 'frozen', 0.1, -1],
      ['inf', 'constant', 0.3, -1],
    ]);
    expect(rows.filter((row) => row.best_radius)).toHaveLength(3 * 5);
  });

  it.each([
    { eta: 0 },
    { loss: 'margin' },
    { bn_mode: 'batch' },
    { layer: 'fc' },
    { perturb: 'fc.*' },
    { augmentation: 'crop' },
    { ascent: 'apgd' },
    { steps: 40 },
    { restarts: 5 },
    { draws: 20 },
    { step_size: 0.5 },
    { momentum: 0.9 },
    { sigma: 'rho/sqrt(k)' },
  ])('takes what differs in %j for another measure', (more) => {
    const measurements = [...measured([1, 2, 4, 3], 1), ...measured([4, 3, 2, 1], 1, more)];
    const { rows } = correlate({ checkpoints, measurements, gap: 'loss' });
    const taus = rows.filter(({ statistic }) => statistic === 'tau');
    expect(taus.map(({ value, best_radius }) => [value, best_radius])).toEqual([
      [4 / 6, true],
      [-1, true],
    ]);
    expect(taus[1]).toMatchObject(more);
  });

  it('has no psi where a model lacks the hyperparameters', () => {
    const lacking = [...checkpoints.slice(0, 3), checkpoint('d', 4, {})];
    const options = { checkpoints: lacking, measurements: measured([1, 2, 3, 4]), gap: 'loss' } as const;
    const { rows } = correlate(options);
    expect(rows.map(({ statistic, value }) => [statistic, value])).toEqual([
      ['tau', 1],
      ['tau_b', 1],
      ['Psi', null],
    ]);
    expect(() => correlate({ ...options, hyperparameters: ['lr'] })).toThrow(
      'checkpoint "d" has no hyperparameter "lr"',
    );
  });

  it('says which psi are empty because of continuous hyperparameters', () => {
    const { sqrt } = Math;
    const drawn = names.map((name, k) => checkpoint(name, k, { lr: sqrt(k), wd: sqrt(k + 1), depth: k % 2 }));
    const emptyPsis = (models: readonly CheckpointRow[], bins?: number) =>
      correlate({ checkpoints: models, measurements: measured([1, 2, 4, 3]), gap: 'loss', bins }).emptyPsis;
    expect(emptyPsis(drawn)).toEqual([
      { hyperparameter: 'lr', continuous: ['wd'] },
      { hyperparameter: 'wd', continuous: ['lr'] },
      { hyperparameter: 'depth', continuous: ['lr', 'wd'] },
    ]);
    expect(emptyPsis(drawn, 2)).toEqual([]);
    const named = names.map((name, k) => checkpoint(name, k, { act: name, depth: k % 2 }));
    expect(emptyPsis(named)).toEqual([]);
  });

  it('leaves everything empty where too few models enter', () => {
    const { rows, models } = correlate({
      checkpoints,
      measurements: measured([1, 2, 3, 4]),
      gap: 'loss',
      minTrainAccuracy: 1,
    });
    expect(models).toBe(0);
    expect(rows.map(({ statistic, value, best_radius }) => [statistic, value, best_radius])).toEqual([
      ['tau', null, false],
      ['tau_b', null, false],
      ['Psi', null, false],
    ]);
  });

  it('refuses a measurement without a checkpoint, and two of one', () => {
    const of = (measurements: MeasurementRow[]) => () =>
      correlate({ checkpoints, measurements, gap: 'loss' });
    expect(of([measurement('x', 1)])).toThrow(
      'checkpoint "x" has measurements but no row among the checkpoints',
    );
    expect(of([measurement('a', 1), measurement('a', 2)])).toThrow(
      'checkpoint "a" has two values of sharpness',
    );
  });
});

describe('correlateTable', () => {
  const columns = {
    lr: [1, 2, 1, 2],
    act: ['relu', 'relu', 'tanh', 'tanh'],
    gap: [1, 2, 3, 4],
    good: [1, 2, 4, 3],
    holes: [1, null, Number.NaN, 4],
  };

  it('gives the coefficients of named columns', () => {
    const { rows } = correlateTable({
      columns,
      gap: 'gap',
      measures: ['good', 'holes'],
      hyperparameters: ['lr', 'act'],
    });
    expect(
      rows.map(({ measure, statistic, hyperparameter, value, models }) => [
        measure,
        statistic,
        hyperparameter,
        value,
        models,
      ]),
    ).toEqual([
      ['good', 'tau', null, 4 / 6, 4],
      ['good', 'tau_b', null, 4 / 6, 4],
      ['good', 'psi', 'lr', 0, 4],
      ['good', 'psi', 'act', 1, 4],
      ['good', 'Psi', null, 0.5, 4],
      ['holes', 'tau', null, 1, 2],
      ['holes', 'tau_b', null, 1, 2],
      ['holes', 'psi', 'lr', null, 2],
      ['holes', 'psi', 'act', null, 2],
      ['holes', 'Psi', null, null, 2],
    ]);
    expect(rows[0]).toMatchObject({ p: null, normalization: null, rho: null, gap: 'gap', gate: null });
  });

  it('names the column that is missing, not of numbers, or empty', () => {
    const of = (more: object) => () =>
      correlateTable({
        columns: { ...columns, lr: [1, null, 1, 2] },
        gap: 'gap',
        measures: [],
        hyperparameters: [],
        ...more,
      });
    expect(of({ gap: 'toString' })).toThrow(
      'the table has no column "toString": its columns are "lr", "act"',
    );
    expect(of({ measures: ['act'] })).toThrow('column "act" must hold numbers, but row 1 has "relu"');
    expect(of({ hyperparameters: ['lr'] })).toThrow('column "lr" has no value in row 2');
    // as a CSV column is read that has one text
    expect(of({ columns: { gap: ['1', '2e-3', 'n/a', '4'] } })).toThrow('but row 3 has "n/a"');
  });
});

describe('correlate, of several measures', () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 5 }),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY),
  );
  const model = fc.record({
    lr: fc.integer({ min: 0, max: 2 }),
    wd: fc.integer({ min: 0, max: 1 }),
    gap: value,
  });
  /** Models, each with a value at two radii, and an order of all rows. */
  const study = fc.array(fc.tuple(model, value, value), { minLength: 1, maxLength: 20 }).chain((models) => {
    const rows = models.flatMap(([, a, b], k) => [measurement(`${k}`, a, 0.1), measurement(`${k}`, b, 0.2)]);
    return fc.record({
      checkpoints: fc.constant(
        models.map(([{ lr, wd, gap }], k) => ({ ...checkpoint(`${k}`, gap, { lr, wd }), gap_loss: gap })),
      ),
      measurements: fc.shuffledSubarray(rows, { minLength: rows.length }),
    });
  });

  it.each(['repeats', 'averaged'] as const)(
    'gives of each what it gives of it alone, and what coefficients give of its models: %s',
    (seeds) => {
      const options = { gap: 'loss', hyperparameters: ['lr', 'wd'], seeds, resamples: 20 } as const;
      fc.assert(
        fc.property(study, ({ checkpoints, measurements }) => {
          const { rows } = correlate({ ...options, checkpoints, measurements });
          for (const rho of [0.1, 0.2]) {
            const own = measurements.filter((row) => row.rho === rho);
            const measureOf = new Map(own.map(({ checkpoint: name, value }) => [name, value]));
            const models = checkpoints.map(({ checkpoint: name, hyperparameters, gap_loss }) => ({
              hyperparameters,
              measure: measureOf.get(name)!,
              gap: gap_loss,
            }));
            const found = rows.filter((row) => row.rho === rho);
            const resampling = { resamples: 20, seed: 0 };
            expect(found).toMatchObject(coefficients(models, ['lr', 'wd'], { seeds }, resampling));
            const alone = correlate({ ...options, checkpoints, measurements: own });
            const numbers = (list: readonly CorrelationRow[]) =>
              list.map(({ best_radius: _, ...row }) => row);
            expect(numbers(found)).toEqual(numbers(alone.rows));
          }
        }),
        { numRuns: 200 },
      );
    },
  );
});
