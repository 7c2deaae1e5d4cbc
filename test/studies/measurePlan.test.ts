import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupCount, groupIndices, groupRanges, type MeasurePlan } from '../../src/studies/measurePlan.ts';

const plan: MeasurePlan = {
  sharpness: {
    regions: [],
    ascent: { kind: 'one-step' },
    loss: 'cross-entropy',
    batchNorm: 'evaluation',
    perturb: ['*'],
    precision: 'float32',
  },
  layerwise: false,
  groupSizes: [8],
  samples: 1024,
  sampling: 'first',
  augmentation: 'none',
  seed: 0,
  engine: 'cpu',
  savePerturbations: false,
};

describe('groupCount', () => {
  it('counts whole groups of what is there and asked for', () => {
    expect(groupCount(plan, 8, 2000)).toBe(128);
    expect(groupCount(plan, 8, 100)).toBe(12);
    expect(groupCount(plan, 32, 100)).toBe(3);
    expect(groupCount({ ...plan, samples: 'all' }, 8, 2000)).toBe(250);
    expect(groupCount({ ...plan, samples: 7 }, 8, 2000)).toBe(0);
  });
});

describe('groupRanges', () => {
  it('covers every group once, in order, in 16 ranges at most', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (groups) => {
        const ranges = groupRanges(plan, 8, groups);
        expect(ranges.length).toBeLessThanOrEqual(16);
        let next = 0;
        for (const { m, first, count } of ranges) {
          expect(m).toBe(8);
          expect(first).toBe(next);
          expect(count).toBeGreaterThan(0);
          next += count;
        }
        expect(next).toBe(groups);
      }),
    );
  });

  it('makes a range of every group whose maximum is climbed to', () => {
    const sharpness = { ...plan.sharpness, ascent: { kind: 'apgd', steps: 20, restarts: 1 } as const };
    const ranges = groupRanges({ ...plan, sharpness }, 8, 40);
    expect(ranges).toEqual(Array.from({ length: 40 }, (_, first) => ({ m: 8, first, count: 1 })));
  });
});

describe('groupIndices', () => {
  const range = { m: 8, first: 1, count: 2 };

  it('takes consecutive examples in file order', () => {
    expect(groupIndices(plan, 100, range).map((group) => [...group])).toEqual([
      [8, 9, 10, 11, 12, 13, 14, 15],
      [16, 17, 18, 19, 20, 21, 22, 23],
    ]);
  });

  it('takes the same shuffled examples for every checkpoint of a seed, and no example twice', () => {
    const shuffled: MeasurePlan = { ...plan, sampling: 'shuffled', seed: 3 };
    const all = { m: 8, first: 0, count: 12 };
    const indices = groupIndices(shuffled, 100, all).flatMap((group) => [...group]);
    expect(new Set(indices).size).toBe(96);
    expect(Math.max(...indices)).toBeLessThan(100);
    expect(indices).toEqual(groupIndices(shuffled, 100, all).flatMap((group) => [...group]));
    expect(groupIndices(shuffled, 100, range)[0]).toEqual(groupIndices(shuffled, 100, all)[1]);
    expect(indices).not.toEqual(groupIndices({ ...shuffled, seed: 4 }, 100, all).flatMap((g) => [...g]));
  });
});
