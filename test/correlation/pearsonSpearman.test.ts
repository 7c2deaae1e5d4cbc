import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pearson } from '../../src/correlation/pearson.ts';
import { spearman } from '../../src/correlation/spearman.ts';
import { numbersOf } from './goldenNumbers.ts';

interface Case {
  readonly name: string;
  readonly x: readonly (number | string)[];
  readonly y: readonly (number | string)[];
  readonly pearson: number | null;
  readonly spearman: number | null;
}

const file = new URL('../../fixtures/golden/pearsonSpearman.json', import.meta.url);
const cases: readonly Case[] = JSON.parse(readFileSync(file, 'utf8'));

const value = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0.1, -0, 5e-324, 1e308, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
);
const columns = fc
  .array(fc.tuple(value, value), { maxLength: 20 })
  .map((pairs) => [pairs.map(([x]) => x), pairs.map(([, y]) => y)] as const);

describe.each([
  ['pearson', pearson],
  ['spearman', spearman],
] as const)('%s', (name, correlation) => {
  it.each(cases)("equals SciPy's: $name", ({ x, y, ...results }) => {
    const found = correlation(numbersOf(x), numbersOf(y));
    const expected = results[name];
    if (expected === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(expected, 12);
  });

  it('lies in [-1, 1], knows no sides, and changes sign with the order', () => {
    fc.assert(
      fc.property(columns, ([x, y]) => {
        const found = correlation(x, y);
        const negated = correlation(
          x,
          y.map((v) => -v),
        );
        if (found === null) {
          expect([correlation(y, x), negated]).toEqual([null, null]);
          return;
        }
        expect(Math.abs(found)).toBeLessThanOrEqual(1);
        expect(correlation(y, x)).toBeCloseTo(found, 12);
        expect(negated).toBeCloseTo(-found, 12);
      }),
    );
  });

  it('is undefined of fewer than two observations, and throws on NaN and on different lengths', () => {
    expect([correlation([], []), correlation([1], [1])]).toEqual([null, null]);
    expect(() => correlation([1, Number.NaN], [1, 2])).toThrow('NaN (observation 1)');
    expect(() => correlation([1, 2], [1])).toThrow('2 and 1');
  });
});

it('pearson takes any finite numbers, and never leaves [-1, 1]', () => {
  const tiny = [0, 5e-324, 5e-324, 15e-324];
  expect(pearson(tiny, [0, 1, 1, 3])).toBeCloseTo(1, 14);
  expect(pearson([0, 0, 1e-300], [-1.7e308, -1.7e308, 1.7e308])).toBeCloseTo(1, 14);
  const rounding = [0, 1, 1, 0.3];
  expect(pearson(rounding, rounding)).toBeLessThanOrEqual(1);
});

it('only spearman takes infinite values', () => {
  const infinity = Number.POSITIVE_INFINITY;
  expect(pearson([1, 2, infinity], [1, 2, 3])).toBeNull();
  expect(pearson([1, 2, 3], [-infinity, 2, 3])).toBeNull();
  expect(spearman([1, 2, infinity], [-infinity, 2, 3])).toBeCloseTo(1, 14);
  expect(spearman([infinity, infinity], [1, 2])).toBeNull();
});
