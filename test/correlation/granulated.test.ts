import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { averagePsi, psi, varies } from '../../src/correlation/granulated.ts';
import type { Hyperparameters, RankedModel } from '../../src/correlation/types.ts';

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
        expect(psi(table, 'b', ['a', 'b', 'c'])).toEqual(psiByProduct(table));
      }),
    );
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

describe('averagePsi', () => {
  it('is the mean of those that exist', () => {
    const of = (value: number | null) => ({ value, cells: 1, cellsLeftOut: 0 });
    expect(averagePsi([of(0.5), of(null), of(-0.25)])).toBe(0.125);
    expect(averagePsi([of(null)])).toBeNull();
    expect(averagePsi([])).toBeNull();
  });
});

/** psi of b, with the sums of the paper: over every (a, c), then over the pairs of the cell. */
function psiByProduct(table: readonly RankedModel[]) {
  let sum = 0;
  let cells = 0;
  let cellsLeftOut = 0;
  for (const a of [0, 1, 2]) {
    for (const c of [0, 1, 2]) {
      const cell = table.filter(({ hyperparameters: h }) => h.a === a && h.c === c);
      if (cell.length === 0) continue;
      if (cell.length === 1) {
        cellsLeftOut++;
        continue;
      }
      let concordance = 0;
      for (const p of cell) {
        for (const q of cell) concordance += Math.sign((p.measure - q.measure) * (p.gap - q.gap));
      }
      sum += concordance / (cell.length * (cell.length - 1));
      cells++;
    }
  }
  if (new Set(table.map(({ hyperparameters: h }) => h.b)).size < 2) {
    return { value: null, cells: 0, cellsLeftOut: cells + cellsLeftOut };
  }
  return { value: cells === 0 ? null : expect.closeTo(sum / cells, 12), cells, cellsLeftOut };
}
