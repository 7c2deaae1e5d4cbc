import { describe, expect, it } from 'vitest';
import { ascending } from '../../../src/correlation/ascending.ts';
import { tauA, tauB } from '../../../src/correlation/kendall.ts';
import { type Bootstrapped, bcaInterval, bcaPValue } from '../../../src/correlation/uncertainty/bca.ts';
import { gapOrder } from '../../../src/correlation/uncertainty/gapOrder.ts';
import { drawModels, type ModelDraws } from '../../../src/correlation/uncertainty/modelDraws.ts';
import { tauReplicates, tausWithoutOne } from '../../../src/correlation/uncertainty/tauReplicates.ts';
import { golden, goldenUniform } from './golden.ts';

/** The draws of uncertainty.py, in the order of the gaps. */
function goldenDraws(order: Uint32Array, seed: number): ModelDraws {
  const models = order.length;
  const uniform = goldenUniform(seed);
  const placeOf = new Map(Array.from(order, (model, place) => [model, place]));
  const multiplicities = new Uint8Array(models * golden.resamples);
  for (let from = 0; from < multiplicities.length; from += models) {
    for (let k = 0; k < models; k++)
      multiplicities[from + placeOf.get(Math.floor(uniform() * models))!]! += 1;
  }
  return { models, count: golden.resamples, multiplicities };
}

function bootstrapped(
  gap: readonly number[],
  measure: readonly number[],
  draws: (order: Uint32Array) => ModelDraws,
  kind: 'a' | 'b',
): Bootstrapped {
  const byGap = ascending(gap);
  const order = gapOrder(byGap, measure);
  return {
    estimate: { a: tauA, b: tauB }[kind](measure, gap)!,
    replicates: tauReplicates(order, draws(byGap.order))[kind],
    withoutOne: tausWithoutOne(order)[kind],
  };
}

function difference(first: Bootstrapped, second: Bootstrapped): Bootstrapped {
  return {
    estimate: first.estimate - second.estimate,
    replicates: first.replicates.map((value, k) => value - second.replicates[k]!),
    withoutOne: first.withoutOne.map((value, k) => value - second.withoutOne[k]!),
  };
}

const kinds = ['a', 'b'] as const;

describe.each(golden.tau)(
  "the BCa interval is SciPy's: $name",
  ({ gap, first, second, seed, ...expected }) => {
    it.each(kinds)('of τ-%s and of its difference', (kind) => {
      const [one, other] = [first, second].map((measure) =>
        bootstrapped(gap, measure, (order) => goldenDraws(order, seed), kind),
      );
      const cases = { first: one!, second: other!, difference: difference(one!, other!) };
      for (const [name, statistic] of Object.entries(cases)) {
        const { low, high } = bcaInterval(statistic)!;
        const [goldenLow, goldenHigh] = expected[kind][name as keyof typeof cases];
        expect([low, high]).toEqual([expect.closeTo(goldenLow, 10), expect.closeTo(goldenHigh, 10)]);
      }
    });
  },
);

describe('the p-value', () => {
  it('is below 0.05 where the interval leaves 0 out', () => {
    const draws = drawModels(30, { resamples: 999, seed: 1 });
    for (let seed = 1; seed < 60; seed++) {
      const uniform = goldenUniform(seed);
      const gap = Array.from({ length: 30 }, uniform);
      const measure = gap.map((value) => value * (seed % 7) * 0.2 + uniform());
      const statistic = bootstrapped(gap, measure, () => draws, 'a');
      const { low, high } = bcaInterval(statistic)!;
      const p = bcaPValue(statistic)!;
      if (Math.abs(p - 0.05) > 0.004) expect([p < 0.05, p]).toEqual([low > 0 || high < 0, p]);
    }
  });
});

describe('an interval is undefined', () => {
  const replicates = Float64Array.from({ length: 100 }, (_, k) => k / 100);
  const withoutOne = Float64Array.of(0.4, 0.5, 0.7);

  it.each<[string, Bootstrapped]>([
    [
      'replicates that are all the same',
      { estimate: 1, replicates: new Float64Array(100).fill(1), withoutOne },
    ],
    ['no skewness to be had', { estimate: 0.5, replicates, withoutOne: new Float64Array(3).fill(0.5) }],
    ['an estimate beyond all replicates', { estimate: 2, replicates, withoutOne }],
    [
      'too few that are defined',
      { estimate: 0.5, replicates: replicates.map((x) => (x < 0.2 ? Number.NaN : x)), withoutOne },
    ],
    [
      'something undefined without an observation',
      { estimate: 0.5, replicates, withoutOne: Float64Array.of(0, 1, Number.NaN) },
    ],
    ['no replicates', { estimate: 0.5, replicates: new Float64Array(0), withoutOne }],
  ])('for %s', (_, statistic) => {
    expect(bcaInterval(statistic)).toBeNull();
    expect(bcaPValue(statistic)).toBeNull();
  });

  it('but not where few replicates are', () => {
    const some = replicates.map((x) => (x < 0.05 ? Number.NaN : x));
    expect(bcaInterval({ estimate: 0.5, replicates: some, withoutOne })).not.toBeNull();
  });
});
