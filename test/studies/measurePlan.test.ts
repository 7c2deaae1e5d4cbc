import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupCount, groupIndices, groupRanges, type MeasurePlan } from '../../src/studies/measurePlan.ts';

const plan: MeasurePlan = {
  sharpness: { regions: [], radii: [], eta: 0.01, bias: 'constant', m: 8, precision: 'float32' },
  samples: 1024,
  sampling: 'first',
  seed: 0,
  engine: 'cpu',
};

describe('groupCount', () => {
  it('counts whole groups of what is there and asked for', () => {
    expect(groupCount(plan, 2000)).toBe(128);
    expect(groupCount(plan, 100)).toBe(12);
    expect(groupCount({ ...plan, samples: 'all' }, 2000)).toBe(250);
    expect(groupCount({ ...plan, samples: 7 }, 2000)).toBe(0);
  });
});

describe('groupRanges', () => {
  it('covers every group once, in order, in 16 ranges at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (groups) => {
        const ranges = groupRanges(groups);
        expect(ranges.length).toBeLessThanOrEqual(16);
        let next = 0;
        for (const { first, count } of ranges) {
          expect(first).toBe(next);
          expect(count).toBeGreaterThan(0);
          next += count;
        }
        expect(next).toBe(groups);
      }),
    );
  });
});

describe('groupIndices', () => {
  const range = { first: 1, count: 2 };

  it('takes consecutive examples in file order', () => {
    expect(groupIndices(plan, 100, range).map((group) => [...group])).toEqual([
      [8, 9, 10, 11, 12, 13, 14, 15],
      [16, 17, 18, 19, 20, 21, 22, 23],
    ]);
  });

  it('takes the same shuffled examples for every checkpoint of a seed, and no example twice', () => {
    const shuffled: MeasurePlan = { ...plan, sampling: 'shuffled', seed: 3 };
    const all = { first: 0, count: 12 };
    const indices = groupIndices(shuffled, 100, all).flatMap((group) => [...group]);
    expect(new Set(indices).size).toBe(96);
    expect(Math.max(...indices)).toBeLessThan(100);
    expect(indices).toEqual(groupIndices(shuffled, 100, all).flatMap((group) => [...group]));
    expect(groupIndices(shuffled, 100, range)[0]).toEqual(groupIndices(shuffled, 100, all)[1]);
    expect(indices).not.toEqual(groupIndices({ ...shuffled, seed: 4 }, 100, all).flatMap((g) => [...g]));
  });
});
