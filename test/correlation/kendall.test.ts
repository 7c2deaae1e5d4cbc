import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tauA, tauB, tauBTest } from '../../src/correlation/kendall.ts';
import { twoSidedTail } from '../../src/correlation/normalTail.ts';
import { expectClose } from '../support/expectClose.ts';
import { kendallCases, longKendallCases, tails } from './kendallGolden.ts';

/** The definition, pair by pair. */
function tauByDefinition(x: readonly number[], y: readonly number[]): number | null {
  const n = x.length;
  const sign = (a: number, b: number) => (a > b ? 1 : a < b ? -1 : 0);
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += sign(x[i]!, x[j]!) * sign(y[i]!, y[j]!);
  return n < 2 ? null : sum / ((n * (n - 1)) / 2);
}

/** Pairs with many ties, infinities and both zeros. */
const coarse = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 1e308),
);
const observations = fc.array(fc.tuple(coarse, coarse), { maxLength: 40 });
const columnsOf = (pairs: readonly (readonly [number, number])[]) =>
  [pairs.map(([x]) => x), pairs.map(([, y]) => y)] as const;

describe('tauB', () => {
  it.each([...kendallCases, ...longKendallCases])("equals SciPy's: $name", ({ x, y, tau }) => {
    if (tau === null) expect(tauB(x, y)).toBeNull();
    else expect(tauB(x, y)).toBeCloseTo(tau, 14);
  });

  it('is undefined for fewer than two observations and where one side is all ties', () => {
    expect(tauB([], [])).toBeNull();
    expect(tauB([1], [2])).toBeNull();
    expect(tauB([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(
      tauB([1, 2, 3], [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]),
    ).toBeNull();
  });

  it('is tauA exactly where nothing is tied', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 2, maxLength: 50 }), (x) => {
        const y = x.map((value) => (value * 7919) % 104729);
        fc.pre(new Set(y).size === y.length);
        expect(tauB(x, y)).toBe(tauA(x, y));
      }),
    );
  });
});

describe('tauBTest', () => {
  it.each([...kendallCases, ...longKendallCases])("has SciPy's p-value: $name", ({ x, y, p }) => {
    if (p === null) expect(tauBTest(x, y)).toBeNull();
    else expectClose([tauBTest(x, y)!.pValue], [p], { relative: 1e-12 });
  });

  it("has SciPy's tails of the normal distribution", () => {
    expectClose(
      tails.map(([z]) => twoSidedTail(z)),
      tails.map(([, p]) => p),
      { relative: 1e-12 },
    );
  });

  it('has the tau of tauB, and a p-value that knows neither sides nor signs', () => {
    fc.assert(
      fc.property(observations, (pairs) => {
        const [x, y] = columnsOf(pairs);
        const found = tauBTest(x, y);
        expect(found?.tau ?? null).toBe(tauB(x, y));
        if (found === null) return;
        expect(found.pValue).toBeGreaterThanOrEqual(0);
        expect(found.pValue).toBeLessThanOrEqual(1);
        expectClose([tauBTest(y, x)!.pValue], [found.pValue], { relative: 1e-12 });
        const negated = y.map((value) => -value);
        expectClose([tauBTest(x, negated)!.pValue], [found.pValue], { relative: 1e-12 });
      }),
    );
  });
});

describe('tauA', () => {
  it('equals its definition', () => {
    fc.assert(
      fc.property(observations, (pairs) => {
        const [x, y] = columnsOf(pairs);
        expect(tauA(x, y)).toBe(tauByDefinition(x, y) === null ? null : tauByDefinition(x, y)! + 0);
      }),
    );
  });

  it('counts a tied pair as 0 out of n(n-1)/2', () => {
    expect(tauA([1, 1, 2], [1, 2, 3])).toBe(2 / 3);
    expect(tauA([1, 1], [1, 1])).toBe(0);
    expect(tauA([1], [1])).toBeNull();
  });

  it('ranks infinity above all finite values, and equal to itself', () => {
    expect(tauA([1, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], [1, 2, 3])).toBe(2 / 3);
    expect(tauA([1e308, Number.POSITIVE_INFINITY], [1, 2])).toBe(1);
    expect(tauA([0, -0], [1, 2])).toBe(0);
  });
});

describe.each([
  ['tauA', tauA],
  ['tauB', tauB],
] as const)('%s', (_, tau) => {
  it('lies in [-1, 1], changes sign with the order, and ignores the order of the observations', () => {
    fc.assert(
      fc.property(observations, fc.nat(), (pairs, turn) => {
        const [x, y] = columnsOf(pairs);
        const value = tau(x, y);
        if (value === null) return;
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
        expect(
          tau(
            x,
            y.map((v) => -v),
          ),
        ).toBeCloseTo(-value, 14);
        expect(tau(y, x)).toBeCloseTo(value, 14);
        const k = turn % pairs.length;
        expect(tau(...columnsOf([...pairs.slice(k), ...pairs.slice(0, k)].reverse()))).toBe(value);
      }),
    );
  });

  it('throws on NaN and on different lengths', () => {
    expect(() => tau([1, Number.NaN], [1, 2])).toThrow('NaN (observation 1)');
    expect(() => tau([1, 2], [Number.NaN, 2])).toThrow('NaN (observation 0)');
    expect(() => tau([1, 2], [1])).toThrow('2 and 1');
  });
});
