import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelSpec } from '../../src/models/spec/index.ts';
import type { BiasPolicy } from '../../src/sharpness/types.ts';
import {
  groupCount,
  groupIndices,
  groupRanges,
  type MeasurePlan,
  regionsOf,
} from '../../src/studies/measurePlan.ts';

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
  curve: false,
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
  const climbing: MeasurePlan = {
    ...plan,
    sharpness: { ...plan.sharpness, ascent: { kind: 'apgd', steps: 20, restarts: 1 } },
  };

  it.each([
    { what: 'one-step', of: plan, most: 16 },
    { what: 'apgd', of: climbing, most: 128 },
  ])('covers every group once, in order, in $most ranges at most with $what', ({ of, most }) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (groups) => {
        const ranges = groupRanges(of, 8, groups);
        expect(ranges.length).toBeLessThanOrEqual(most);
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

  it('makes a range of every group whose maximum is climbed to, up to 128', () => {
    const ranges = groupRanges(climbing, 8, 40);
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

describe('regionsOf', () => {
  const region = { p: 2, normalization: 'none', eta: 0.01, layer: null, radii: [0.1] } as const;
  const network = modelSpec({ architecture: 'mlp', inputShape: [28, 28, 1], classes: 10, hidden: [4] });
  const names = network.parameters.map(({ name }) => name);
  const regions = (perturb: readonly string[], bias: BiasPolicy, layerwise = false): (string | null)[] => {
    const sharpness = { ...plan.sharpness, perturb, regions: [{ ...region, bias }] };
    return regionsOf({ ...plan, sharpness, layerwise }, network).map(({ layer }) => layer);
  };

  it('are of the network and the plan that are asked about, whatever was asked before', () => {
    const other = modelSpec({ architecture: 'mlp', inputShape: [28, 28, 1], classes: 10, hidden: [4, 4] });
    const plans = [true, false].map((layerwise) => ({ ...plan, layerwise }));
    const counts = (): number[] =>
      plans.flatMap((one) => [network, other].map((of) => regionsOf(one, of).length));
    const each = plan.sharpness.regions.length;
    expect(counts()).toEqual([3 * each, 4 * each, each, each]);
    expect(counts()).toEqual([3 * each, 4 * each, each, each]);
  });

  it('are those of the plan, and of every layer if asked for', () => {
    const layers = [...new Set(names.map((name) => name.replace(/\.[^.]*$/, '')))];
    expect(layers).toHaveLength(2);
    expect(regions(['*'], 'constant')).toEqual([null]);
    expect(regions(['*'], 'frozen', true)).toEqual([null, ...layers]);
  });

  it('leave out layers of frozen biases only', () => {
    const [weight, , , bias] = names;
    const layer = weight!.replace(/\.weight$/, '');
    expect(regions([weight!, bias!], 'frozen', true)).toEqual([null, layer]);
    expect(regions([weight!, bias!], 'constant', true)).toHaveLength(3);
  });

  it('refuse frozen biases alone, and a pattern that fits nothing beside one that fits', () => {
    expect(regions(['*.bias'], 'constant')).toEqual([null]);
    expect(() => regions(['*.bias'], 'frozen')).toThrow(
      /--bias frozen leaves nothing to perturb: .*\*\.bias/,
    );
    expect(() => regions(['*', 'cnv*', 'x'], 'constant')).toThrow('no parameter is called cnv* or x: this');
  });
});
