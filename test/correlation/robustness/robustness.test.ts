import { describe, expect, it } from 'vitest';
import { correlate } from '../../../src/correlation/correlate.ts';
import { tauA } from '../../../src/correlation/kendall.ts';
import { comparisons } from '../../../src/correlation/robustness/comparisons.ts';
import { robustness } from '../../../src/correlation/robustness/robustness.ts';
import { studiedModels } from '../../../src/correlation/robustness/studiedModels.ts';
import { studiedTable } from '../../../src/correlation/robustness/studiedTable.ts';
import type { RobustnessRow } from '../../../src/correlation/robustness/types.ts';
import { compareMeasures } from '../../../src/correlation/uncertainty/compareMeasures.ts';
import { holm } from '../../../src/correlation/uncertainty/holm.ts';
import { syntheticRows } from '../../report/rows.ts';

const { checkpoints, measurements } = syntheticRows();
const tables = { checkpoints, measurements, gap: 'loss' } as const;
const entering = checkpoints.filter((row) => row.train_accuracy > 0.99);
const rows = robustness(studiedModels({ ...tables, testCount: 2000 }), 0);

type Asked = Partial<RobustnessRow>;
function rowsOf(asked: Asked, all: readonly RobustnessRow[] = rows): readonly RobustnessRow[] {
  return all.filter((row) =>
    Object.entries(asked).every(([name, value]) => row[name as keyof RobustnessRow] === value),
  );
}
function only(asked: Asked, all?: readonly RobustnessRow[]): RobustnessRow {
  const found = rowsOf(asked, all);
  expect(found).toHaveLength(1);
  return found[0]!;
}
function valuesOf(rho: number, column: 'value' | 'first_order' = 'value', models = entering): number[] {
  return models.map(
    ({ checkpoint }) =>
      measurements.find(
        (row) =>
          row.checkpoint === checkpoint && row.rho === rho && row.p === 2 && row.normalization === 'none',
      )![column]!,
  );
}
/** Σ sign sign over pairs, from the definition. */
function bruteTau(x: readonly number[], y: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < i; j++) sum += Math.sign(x[i]! - x[j]!) * Math.sign(y[i]! - y[j]!);
  return sum / ((x.length * (x.length - 1)) / 2);
}
const sharpness = { measure: 'sharpness', p: 2, normalization: 'none', rho: 0.05 } as const;

describe('robustness', () => {
  it('ranks by test loss and test error too, over the models that pass the gate', () => {
    const measured = valuesOf(0.05);
    for (const [against, values] of [
      ['test_loss', entering.map((row) => row.test_loss)],
      ['test_error', entering.map((row) => 1 - row.test_accuracy)],
    ] as const) {
      const row = only({ ...sharpness, statistic: 'tau', of: 'value', against });
      expect(row.value).toBeCloseTo(bruteTau(measured, values), 12);
      expect([row.models, row.min_train_accuracy]).toEqual([entering.length, 0.99]);
    }
    expect(entering.length).toBeLessThan(checkpoints.length);
  });

  it('ranks by what needs no measuring', () => {
    const gaps = entering.map((row) => row.gap_loss);
    const lr = only({ of: 'hyperparameter', measure: 'learningRate' });
    expect(lr.value).toBeCloseTo(
      bruteTau(
        entering.map((row) => Number(row.hyperparameters.learningRate)),
        gaps,
      ),
      12,
    );
    const loss = only({ of: 'train_loss' });
    expect(loss.value).toBeCloseTo(
      bruteTau(
        entering.map((row) => row.train_loss),
        gaps,
      ),
      12,
    );
    const first = only({ ...sharpness, of: 'first_order', against: 'gap_loss' });
    expect(first.value).toBeCloseTo(bruteTau(valuesOf(0.05, 'first_order'), gaps), 12);
  });

  it('has no baseline of a hyperparameter that is no number, and no first order where there is none', () => {
    const named = checkpoints.map((row, k) => ({
      ...row,
      hyperparameters: { ...row.hyperparameters, name: k % 2 ? 'a' : 'b' },
    }));
    const bare = measurements.map((row) => ({ ...row, first_order: null }));
    const found = robustness(studiedModels({ checkpoints: named, measurements: bare, gap: 'loss' }), 0);
    expect(rowsOf({ of: 'hyperparameter' }, found).map(({ measure }) => measure)).not.toContain('name');
    expect(rowsOf({ of: 'first_order' }, found)).toEqual([]);
    expect(rowsOf({ ...sharpness, statistic: 'stratified_tau' }, found).map(({ given }) => given)).toEqual([
      'name',
    ]);
    // without a test count nobody knows how sure the gaps are
    expect(found.filter(({ statistic }) => statistic.startsWith('sign_error'))).toEqual([]);
  });

  it('gives every other coefficient of each measure at each radius, once', () => {
    const statistics = rowsOf({ ...sharpness, of: 'value', min_train_accuracy: 0.99 }).map(
      ({ statistic, given, against }) => [statistic, given, against].filter(Boolean).join(' '),
    );
    const axes = ['batchSize', 'learningRate', 'weightDecay', 'dropoutRate'];
    const information = statistics.find((name) => name.startsWith('conditional_information'));
    expect(statistics.filter((name) => name !== information).sort()).toEqual(
      [
        'spearman gap_loss',
        'pearson gap_loss',
        'pgdl_score gap_loss',
        'tau test_loss',
        'tau test_error',
        ...axes.map((name) => `partial_tau ${name} gap_loss`),
        ...['configurations', 'values'].flatMap((kind) =>
          ['max', 'p90', 'mean'].map((of) => `sign_error_${of} ${kind} gap_error`),
        ),
      ].sort(),
    );
    expect(information).toBeDefined();
    const keys = rows.map((row) => JSON.stringify({ ...row, value: 0, models: 0, parts: 0 }));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('says what the radius is worth on models that did not choose it', () => {
    const best = correlate({ ...tables, resamples: 0 }).rows.filter(
      (row) => row.statistic === 'tau' && row.best_radius,
    );
    for (const { measure, p, normalization, rho, value } of best) {
      const asked = { measure, p, normalization, rho };
      const heldOut = only({ ...asked, statistic: 'tau_held_out' });
      const optimism = only({ ...asked, statistic: 'optimism' });
      expect(heldOut.value! + optimism.value!).toBeCloseTo(value!, 12);
      expect(heldOut.parts).toBe(200);
    }
    expect(robustness(studiedModels(tables), 0)).toEqual(robustness(studiedModels(tables), 0));
    const held = (seed: number) =>
      rowsOf({ statistic: 'tau_held_out' }, robustness(studiedModels(tables), seed));
    expect(held(1)).not.toEqual(held(2));
  });

  it('draws tau through other gates, of accuracy and of loss', () => {
    const curve = rowsOf({ measure: 'sharpness', p: 2, statistic: 'tau', of: 'value', against: 'gap_loss' });
    const { rho } = curve[0]!;
    const expected = [
      ...[0, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999].map((gate) =>
        checkpoints.filter((row) => gate === 0 || row.train_accuracy > gate),
      ),
      ...[1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001].map((gate) =>
        checkpoints.filter((row) => row.train_loss < gate),
      ),
    ];
    expect(curve.map(({ models }) => models)).toEqual(expected.map(({ length }) => length));
    curve.forEach(({ value }, k) => {
      const models = expected[k]!;
      const tau = tauA(
        valuesOf(rho!, 'value', models),
        models.map((row) => row.gap_loss),
      );
      expect(value).toBe(tau);
    });
    expect(new Set(curve.map(({ models }) => models)).size).toBeGreaterThan(2);
  });

  it('leaves out models without a value, and survives measures without any', () => {
    const [gone] = entering;
    const holes = measurements.map((row) =>
      row.checkpoint === gone!.checkpoint ? { ...row, value: Number.NaN } : row,
    );
    const found = robustness(studiedModels({ ...tables, measurements: holes }), 0);
    expect(only({ ...sharpness, statistic: 'spearman' }, found).models).toBe(entering.length - 1);
    const none = measurements.map((row) => ({ ...row, value: Number.NaN }));
    const empty = robustness(studiedModels({ ...tables, measurements: none }), 0);
    expect(only({ ...sharpness, statistic: 'spearman' }, empty)).toMatchObject({ value: null, models: 0 });
  });

  it('knows of a table what the table says', () => {
    const table = {
      columns: { lr: [1, 1, 2, 2], m: [1, 2, 3, null], gap: [1, 2, 4, 3] },
      gap: 'gap',
      measures: ['m'],
      hyperparameters: ['lr'],
    };
    const found = robustness(studiedTable(table), 0);
    expect(only({ statistic: 'spearman' }, found)).toMatchObject({ value: 1, models: 3, against: 'gap' });
    expect(found.filter(({ against }) => against !== 'gap')).toEqual([]);
    expect(rowsOf({ statistic: 'tau', of: 'value' }, found)).toEqual([]);
    const sure = robustness(studiedTable({ ...table, testCount: 10_000 }), 0);
    expect(rowsOf({ statistic: 'sign_error_max' }, sure).map(({ given }) => given)).toEqual([
      'configurations',
      'values',
    ]);
  });
});

describe('comparisons', () => {
  const resampling = { resamples: 100, seed: 0 };
  const found = comparisons(studiedModels(tables), resampling);

  it('are those of every two measures at their best radii, as compareMeasures has them', () => {
    const pairs = new Set(found.map(({ first, second }) => JSON.stringify([first, second])));
    expect(pairs.size).toBe(6);
    const { first, second } = found[0]!;
    const valueIn = (identity: typeof first, checkpoint: string) =>
      measurements.find(
        (row) =>
          row.checkpoint === checkpoint &&
          row.measure === identity.measure &&
          row.p === identity.p &&
          row.rho === identity.rho,
      )!.value;
    const alone = compareMeasures(
      entering.map((row) => ({
        hyperparameters: row.hyperparameters,
        gap: row.gap_loss,
        first: valueIn(first, row.checkpoint),
        second: valueIn(second, row.checkpoint),
      })),
      ['batchSize', 'learningRate', 'weightDecay', 'dropoutRate'],
      resampling,
    );
    const own = found.filter((row) => row.first === first && row.second === second);
    expect(own.map(({ first: _, second: __, p_holm: ___, ...row }) => row)).toEqual(alone);
  });

  it("are corrected over the pairs of each coefficient, by Holm's rule", () => {
    for (const hyperparameter of [null, 'learningRate']) {
      const statistic = hyperparameter === null ? 'tau' : 'psi';
      const family = found.filter(
        (row) => row.statistic === statistic && row.hyperparameter === hyperparameter,
      );
      expect(family).toHaveLength(6);
      expect(family.map(({ p_holm }) => p_holm)).toEqual(holm(family.map(({ p_value }) => p_value)));
    }
  });

  it('enter the models that both measures have', () => {
    const holes = measurements.map((row) =>
      row.checkpoint === entering[0]!.checkpoint && row.measure === 'sharpness'
        ? { ...row, value: Number.NaN }
        : row,
    );
    const some = comparisons(studiedModels({ ...tables, measurements: holes }), resampling);
    const counts = new Set(
      some.map(({ first, second, models }) => `${first.measure} ${second.measure} ${models}`),
    );
    expect(counts).toEqual(
      new Set([
        `sharpness sharpness ${entering.length - 1}`,
        `sharpness adaptive_sharpness ${entering.length - 1}`,
        `adaptive_sharpness adaptive_sharpness ${entering.length}`,
      ]),
    );
  });

  it('leave single layers out', () => {
    const layered = measurements.map((row) => ({ ...row, layer: row.p === 2 ? 'conv1' : null }));
    const some = comparisons(studiedModels({ ...tables, measurements: layered }), resampling);
    expect(new Set(some.flatMap(({ first, second }) => [first.p, second.p]))).toEqual(new Set(['inf']));
  });
});
