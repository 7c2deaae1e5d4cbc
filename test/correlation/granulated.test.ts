import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binned } from '../../src/correlation/bins.ts';
import { coefficients } from '../../src/correlation/coefficients.ts';
import { averagePsi, psi, varies } from '../../src/correlation/granulated.ts';
import { groupBy } from '../../src/correlation/groupBy.ts';
import type { Hyperparameters, RankedModel } from '../../src/correlation/types.ts';
import { randomStream } from '../../src/random/stream.ts';

const model = (hyperparameters: Hyperparameters, measure: number, gap: number): RankedModel => ({
  hyperparameters,
  measure,
  gap,
});

/** 3 learning rates x 2 batch sizes. */
const grid: readonly RankedModel[] = [
  model({ lr: 0.01, batch: 32 }, 1, 10),
  model({ lr: 0.1, batch: 32 }, 2, 20),
  model({ lr: 1, batch: 32 }, 3, 15),
  model({ lr: 0.01, batch: 64 }, 3, 12),
  model({ lr: 0.1, batch: 64 }, 2, 14),
  model({ lr: 1, batch: 64 }, 1, 16),
];
const names = ['lr', 'batch'];

describe('psi', () => {
  it('is the mean of tau over the cells that share the other hyperparameters, by hand', () => {
    // batch 32: pairs (+, +, -) -> 1/3; batch 64: all reversed -> -1
    expect(psi(grid, 'lr', names)).toEqual({ value: (1 / 3 - 1) / 2, cells: 2, cellsLeftOut: 0 });
    // lr 0.01: 1<3, 10<12 -> 1; lr 0.1: tied -> 0; lr 1: 3>1, 15<16 -> -1
    expect(psi(grid, 'batch', names)).toEqual({ value: 0, cells: 3, cellsLeftOut: 0 });
  });

  it('leaves out and counts the cells with fewer than two models', () => {
    expect(psi(grid.slice(0, 4), 'batch', names)).toEqual({ value: 1, cells: 1, cellsLeftOut: 2 });
    expect(psi(grid.slice(2, 5), 'batch', names)).toEqual({ value: null, cells: 0, cellsLeftOut: 3 });
  });

  it('holds the repeats of a configuration in its cell', () => {
    const repeated = [...grid.slice(0, 3), model({ lr: 1, batch: 32 }, 4, 30)];
    // tau of (1,10) (2,20) (3,15) (4,30): 5 concordant, 1 discordant
    expect(psi(repeated, 'lr', names)).toEqual({ value: 4 / 6, cells: 1, cellsLeftOut: 0 });
    // the cell lr = 1 holds two repeats of batch 32; batch takes one value over all: no psi
    expect(psi(repeated, 'batch', names)).toEqual({ value: null, cells: 0, cellsLeftOut: 3 });
  });

  it('is undefined over no models', () => {
    expect(psi([], 'lr', names)).toEqual({ value: null, cells: 0, cellsLeftOut: 0 });
  });

  it('equals a brute force over the product of all values', () => {
    const value = fc.constantFrom(0, 1, 2);
    const models = fc.array(
      fc
        .record({
          a: value,
          b: value,
          c: value,
          measure: fc.integer({ min: 0, max: 5 }),
          gap: fc.integer({ min: 0, max: 5 }),
        })
        .map(({ a, b, c, measure, gap }) => model({ a, b, c }, measure, gap)),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(models, (table) => {
        expect(psi(table, 'b', ['a', 'b', 'c'])).toEqual(psiByDefinition(table, 'b', ['a', 'b', 'c']));
      }),
    );
  });

  it.each([
    ['a full grid of 5^4', 1, 5],
    ['a grid with 40 % of its rows missing', 0.6, 5],
    ['a grid with 40 % missing and heavy ties', 0.6, 2],
    ['a grid of which almost nothing is left', 0.02, 5],
  ])('equals a brute force: %s', (_, share, values) => {
    const { uniform, integer } = randomStream(1, `granulated ${share} ${values}`);
    const axes = ['a', 'b', 'c', 'd'];
    const table = Array.from({ length: 5 ** 4 }, (_, k) =>
      model(
        Object.fromEntries(axes.map((name, axis) => [name, Math.floor(k / 5 ** axis) % 5])),
        integer(values),
        integer(values),
      ),
    ).filter(() => uniform() < share);
    for (const name of axes) expect(psi(table, name, axes)).toEqual(psiByDefinition(table, name, axes));
  });

  it('takes infinite values, and leaves NaN out', () => {
    const [a, b, c, ...rest] = grid;
    const table = [{ ...a!, measure: Number.POSITIVE_INFINITY }, { ...b!, gap: Number.NaN }, c!, ...rest];
    // batch 32 is left with (inf, 10), (3, 15)
    expect(psi(table, 'lr', names)).toEqual({ value: -1, cells: 2, cellsLeftOut: 0 });
  });

  it('tells 1 from "1" and true', () => {
    const table = [
      model({ a: 1, b: 1 }, 1, 1),
      model({ a: '1', b: 2 }, 2, 2),
      model({ a: true, b: 3 }, 3, 3),
    ];
    expect(psi(table, 'b', ['a', 'b'])).toEqual({ value: null, cells: 0, cellsLeftOut: 3 });
    expect(varies(table, 'a')).toBe(true);
  });
});

describe('seeds: averaged', () => {
  const infinity = Number.POSITIVE_INFINITY;

  it('replaces the models of a configuration by one with the means', () => {
    const repeated = [
      model({ lr: 1 }, 1, 4),
      model({ lr: 2 }, 3, 3),
      model({ lr: 1 }, 6, 0),
      model({ lr: 2 }, Number.NaN, 9),
      model({ lr: 3 }, infinity, 1),
      model({ lr: 3 }, 0, 2),
      model({ lr: 4 }, Number.NaN, 1),
      model({ lr: 5 }, 0, Number.NaN),
    ];
    // (3.5, 2), (3, 3), (infinity, 1.5)
    const found = coefficients(repeated, ['lr'], { seeds: 'averaged' });
    expect(found.map(({ value, models }) => [value, models])).toEqual(found.map(() => [-1, 3]));
  });

  it('takes for repeats what shares every hyperparameter, also those without a psi', () => {
    const table = [
      model({ lr: 1 }, 1, 1),
      model({ lr: 1, act: 'a' }, 2, 2),
      model({ lr: 1, act: 'b' }, 3, 3),
      model({ lr: 2 }, 4, 4),
    ];
    expect(coefficients(table, ['lr'], { seeds: 'averaged' })[0]).toMatchObject({ value: 1, models: 4 });
  });

  it('takes equal means for ties, in whatever order repeats come, and any +infinity for infinite', () => {
    const repeats = (lr: number, measures: readonly number[]) =>
      measures.map((measure) => model({ lr }, measure, lr));
    const tau = (...table: RankedModel[][]) =>
      coefficients(table.flat(), ['lr'], { seeds: 'averaged' })[0]!.value;
    expect(0.1 + 0.2 + 0.3).not.toBe(0.3 + 0.2 + 0.1);
    expect(tau(repeats(1, [0.1, 0.2, 0.3]), repeats(2, [0.3, 0.2, 0.1]))).toBe(0);
    expect((0.1 + 0.7) / 2).not.toBe((0.3 + 0.5) / 2);
    expect(tau(repeats(1, [0.1, 0.7]), repeats(2, [0.3, 0.5]))).toBe(0);
    expect(tau(repeats(1, [infinity, -infinity]), repeats(2, [1e9, 0]))).toBe(-1);
  });

  const value = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(Number.NaN, infinity, 0.1, 0.7));
  const setting = fc.integer({ min: 0, max: 2 });
  const models = fc.array(
    fc.tuple(setting, setting, value, value).map(([a, b, measure, gap]) => model({ a, b }, measure, gap)),
    { maxLength: 25 },
  );

  it('gives what the models averaged beforehand give, in whatever order they come', () => {
    fc.assert(
      fc.property(models, fc.infiniteStream(fc.nat()), (table, keys) => {
        const shuffled = table
          .map((item) => ({ item, key: keys.next().value }))
          .sort((p, q) => p.key - q.key)
          .map(({ item }) => item);
        const found = coefficients(table, ['a', 'b'], { seeds: 'averaged' });
        const close = found.map((row) => ({ ...row, value: row.value && expect.closeTo(row.value, 12) }));
        expect(coefficients(shuffled, ['a', 'b'], { seeds: 'averaged' })).toEqual(close);
        expect(coefficients(averagedByHand(table), ['a', 'b'])).toEqual(close);
      }),
    );
  });

  it('changes nothing where every configuration has one model', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(setting, setting, value, value), { selector: ([a, b]) => `${a} ${b}` }),
        (rows) => {
          const table = rows.map(([a, b, measure, gap]) => model({ a, b }, measure, gap));
          expect(coefficients(table, ['a', 'b'], { seeds: 'averaged' })).toEqual(
            coefficients(table, ['a', 'b']),
          );
        },
      ),
    );
  });
});

describe('bins', () => {
  it('share out the models evenly, equal numbers together', () => {
    const bins = (values: readonly number[], count: number) => [
      ...binned(Float64Array.from(values), count).numbers,
    ];
    expect(bins([5, 1, 2, 4, 3, 6], 3)).toEqual([2, 0, 0, 1, 1, 2]);
    expect(bins([0, 0, 0, 1, 2, Number.POSITIVE_INFINITY], 2)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(bins([0, 1, 1, 1, 1, 2], 3)).toEqual([0, 0, 0, 0, 0, 2]);
  });

  it('take the place of the values in the cells of the others only', () => {
    const { uniform } = randomStream(2, 'bins');
    const table = Array.from({ length: 60 }, (_, k) =>
      model({ lr: uniform(), depth: k % 3 }, uniform(), uniform()),
    );
    const bins = binned(
      Float64Array.from(table, ({ hyperparameters: h }) => h.lr as number),
      5,
    ).numbers;
    const cut = table.map((item, k) => ({
      ...item,
      hyperparameters: { ...item.hyperparameters, lr: bins[k]! },
    }));
    const axes = ['lr', 'depth'];
    expect(psi(table, 'depth', axes, { bins: 5 })).toEqual(psi(cut, 'depth', axes));
    expect(psi(table, 'lr', axes, { bins: 5 })).toEqual(psi(table, 'lr', axes));
    expect(psi(table, 'depth', axes)).toEqual({ value: null, cells: 0, cellsLeftOut: 60 });
  });

  it('cut nothing with as few values, and nothing that is no number', () => {
    const uneven = [1, 1, 1, 1, 2, 3].map((lr, k) => model({ lr, batch: k % 2 }, k, k));
    expect(psi(uneven, 'batch', names, { bins: 3 })).toEqual(psi(uneven, 'batch', names));
    expect(psi(uneven, 'batch', names, { bins: 2 })).not.toEqual(psi(uneven, 'batch', names));
    const named = grid.map((item, k) => ({ ...item, hyperparameters: { lr: `${k}`, batch: k % 2 } }));
    expect(psi(named, 'batch', names, { bins: 2 })).toEqual({ value: null, cells: 0, cellsLeftOut: 6 });
    expect(() => psi(grid, 'lr', names, { bins: 1 })).toThrow('bins must be a whole number from 2, not 1');
  });
});

describe('averagePsi', () => {
  it('is the mean of those that exist', () => {
    const of = (value: number | null) => ({ value, cells: 1, cellsLeftOut: 0 });
    expect(averagePsi([of(0.5), of(null), of(-0.25)])).toBe(0.125);
    expect(averagePsi([of(null)])).toBeNull();
    expect(averagePsi([])).toBeNull();
  });
});

/** psi with the sums of the paper: over every combination of the others, then over the pairs of the cell. */
function psiByDefinition(table: readonly RankedModel[], axis: string, axes: readonly string[]) {
  const valuesOf = (name: string) => [...new Set(table.map(({ hyperparameters: h }) => h[name]))];
  const others = axes.filter((name) => name !== axis);
  const combinations = others.reduce<Hyperparameters[]>(
    (sofar, name) => sofar.flatMap((one) => valuesOf(name).map((value) => ({ ...one, [name]: value! }))),
    [{}],
  );
  const taus: number[] = [];
  let cellsLeftOut = 0;
  for (const combination of combinations) {
    const cell = table.filter(({ hyperparameters: h }) =>
      others.every((name) => h[name] === combination[name]),
    );
    if (cell.length === 1) cellsLeftOut++;
    if (cell.length < 2) continue;
    let concordance = 0;
    for (const p of cell) {
      for (const q of cell) concordance += Math.sign((p.measure - q.measure) * (p.gap - q.gap));
    }
    taus.push(concordance / (cell.length * (cell.length - 1)));
  }
  const cells = taus.length;
  if (valuesOf(axis).length < 2) return { value: null, cells: 0, cellsLeftOut: cells + cellsLeftOut };
  const mean = taus.reduce((sum, tau) => sum + tau, 0) / cells;
  return { value: cells === 0 ? null : expect.closeTo(mean, 12), cells, cellsLeftOut };
}

function averagedByHand(table: readonly RankedModel[]): RankedModel[] {
  // in tenths, which have no rounding errors
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + Math.round(10 * value), 0) / (10 * values.length);
  const known = table.filter(({ measure, gap }) => !Number.isNaN(measure + gap));
  return [...groupBy(known, ({ hyperparameters: h }) => `${h.a} ${h.b}`).values()].map((repeats) =>
    model(
      repeats[0]!.hyperparameters,
      mean(repeats.map(({ measure }) => measure)),
      mean(repeats.map(({ gap }) => gap)),
    ),
  );
}
