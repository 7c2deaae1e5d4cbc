import { describe, expect, it } from 'vitest';
import { pairedDifference, spread, studentQuantile } from '../../analyses/trainings/statistics.ts';

describe('spread', () => {
  it('divides the squares by n - 1', () => {
    const { count, mean, std } = spread([1, 2, 4]);
    expect([count, mean]).toEqual([3, 7 / 3]);
    expect(std).toBeCloseTo(Math.sqrt(7 / 3), 12);
  });

  it('has no standard deviation of one number, and no mean of none', () => {
    expect(spread([3])).toEqual({ count: 1, mean: 3, std: null });
    expect(spread([])).toEqual({ count: 0, mean: null, std: null });
  });
});

describe('pairedDifference', () => {
  const of = (...values: number[]): Map<number, number> => new Map(values.map((value, k) => [k, value]));

  it('takes differences key by key and leaves out keys that one side lacks', () => {
    const ours = new Map([
      [0, 0.5],
      [2, 0.7],
      [3, 0.9],
    ]);
    const theirs = new Map([
      [2, 0.6],
      [0, 0.3],
      [1, 0.1],
    ]);
    const { pairs, mean, standardError } = pairedDifference(ours, theirs);
    expect(pairs).toBe(2);
    expect(mean).toBeCloseTo(0.15, 12);
    // differences 0.2 and 0.1: standard deviation 0.1 / sqrt(2)
    expect(standardError).toBeCloseTo(0.05, 12);
  });

  // scipy.stats.ttest_rel: p = 0.0516, 0.0161 and 0.0161
  it('calls a difference clear where the 95 % interval leaves 0 out', () => {
    expect(pairedDifference(of(4, 6, 5, 7, 9), of(3, 4, 5, 6, 6)).verdict).toBe('undecided');
    expect(pairedDifference(of(4, 6, 6, 7, 9), of(3, 4, 5, 6, 6)).verdict).toBe('higher');
    expect(pairedDifference(of(3, 4, 5, 6, 6), of(4, 6, 6, 7, 9)).verdict).toBe('lower');
  });

  it('decides nothing by one pair', () => {
    expect(pairedDifference(of(1), of(0))).toEqual({
      pairs: 1,
      mean: 1,
      standardError: null,
      verdict: 'undecided',
    });
  });
});

// scipy.stats.t.ppf(0.975, [1, 4, 9, 10, 30, 1000])
describe('studentQuantile', () => {
  it.each([
    [1, 12.7062],
    [4, 2.77645],
    [9, 2.26216],
    [10, 2.22814],
    [30, 2.04227],
    [1000, 1.96234],
  ])('with %d degrees of freedom is %d', (degrees, expected) => {
    expect(Math.abs(studentQuantile(degrees) - expected)).toBeLessThan(3e-3);
  });
});
