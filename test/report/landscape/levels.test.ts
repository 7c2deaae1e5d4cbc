import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { levelsOf, spacingOf } from '../../../src/report/landscape/levels.ts';

describe('the levels of a plane', () => {
  test.each<[string, number[], number[]]>([
    ['within a power of ten', [0.2, 1.1], [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ['over two', [0.02, 1.1], [0.05, 0.1, 0.2, 0.5, 1]],
    ['over five', [1e-3, 120], [3e-3, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100]],
    ['over nine', [1e-7, 120], [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10, 100]],
    ['that is negative somewhere', [-9.5, 2], [-9, -8, -7, -6, -5, -4, -3, -2, -1, 0, 1]],
    ['of one value', [2, 2], []],
    ['with overflows', [0.2, Number.POSITIVE_INFINITY, 1.1], [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ['where all overflows', [Number.POSITIVE_INFINITY], []],
  ])('%s', (_, values, expected) => {
    expect(levelsOf(values)).toEqual(expected);
  });

  test('are few, ascend, and lie between the least loss and the largest', () => {
    const loss = fc.double({ min: -1e3, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(fc.array(loss, { minLength: 2, maxLength: 5 }), (values) => {
        const levels = levelsOf(values);
        expect(levels.length).toBeLessThanOrEqual(13);
        expect(levels).toEqual([...new Set(levels)].sort((a, b) => a - b));
        for (const level of levels) {
          expect(level).toBeGreaterThan(Math.min(...values));
          expect(level).toBeLessThan(Math.max(...values));
        }
      }),
      { seed: 1 },
    );
  });

  test('are spaced in equal ratios only where every loss is positive and they spread', () => {
    expect(spacingOf([0.1, 1])).toBe('log');
    expect(spacingOf([0.2, 1])).toBe('linear');
    expect(spacingOf([-1, 100])).toBe('linear');
    expect(spacingOf([0.1, 0.2, Number.POSITIVE_INFINITY])).toBe('linear');
  });
});
