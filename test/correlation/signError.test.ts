import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentile } from '../../src/correlation/percentile.ts';
import { populationOf } from '../../src/correlation/population.ts';
import { type SignError, type SignErrors, signErrorsIn } from '../../src/correlation/signError.ts';
import { randomStream } from '../../src/random/stream.ts';
import { goldenResults, tables } from './goldenTables.ts';

const kinds = ['configurations', 'values'] as const;
const golden = goldenResults<Readonly<Record<(typeof kinds)[number], SignErrors>>>('signError');
const testCount = 10_000;

function close<Errors extends SignError>(errors: Errors): Errors {
  const number = (value: number | null) => (value === null ? null : expect.closeTo(value, 12));
  return { ...errors, max: number(errors.max), p90: number(errors.p90), mean: number(errors.mean) };
}

describe.each(tables)('signErrorsIn, of $name', ({ name, population, measures }) => {
  const cases = Object.keys(measures).flatMap((measure) => kinds.map((kind) => [measure, kind] as const));
  it.each(cases)('is what pair by pair gives: %s, %s', (measure, environments) => {
    const found = signErrorsIn(population, { testCount, environments })(measures[measure]!);
    const expected = golden[name]![measure]![environments];
    expect(found).toEqual({ ...close(expected), hyperparameters: expected.hyperparameters.map(close) });
  });

  it('gives of many measures what it gives of each alone', () => {
    const errors = signErrorsIn(population, { testCount });
    for (const values of Object.values(measures)) {
      expect(errors(values)).toEqual(signErrorsIn(population, { testCount })(values));
    }
  });
});

describe('signErrorsIn', () => {
  /** Four seeds of each of two learning rates, whose gaps are far apart. */
  const models = Array.from({ length: 8 }, (_, k) => ({
    hyperparameters: { lr: k % 2 },
    gap: k % 2 === 0 ? 0.1 : 0.9,
  }));
  const population = populationOf(models, ['lr']);
  const errors = (measures: readonly number[], count = testCount) =>
    signErrorsIn(population, { testCount: count })(measures);

  it('is the share of pairs that the measure ranks against the gap, a tie counting half', () => {
    // of the four models with the small gap, one ranks above, one with, and two below the others
    const measures = [9, 5, 5, 5, 1, 5, 1, 5];
    expect(errors(measures)).toMatchObject({
      max: (4 + 4 / 2) / 16,
      mean: 6 / 16,
      environments: 1,
      leftOut: 0,
    });
    expect(errors(measures.map((measure) => -measure)).max).toBe(1 - 6 / 16);
    const infinity = Number.POSITIVE_INFINITY;
    expect(errors([1, infinity, 1, infinity, infinity, infinity, 1, infinity]).max).toBe(2 / 16);
  });

  it('leaves out environments that too few pairs of models are sure of', () => {
    const undefinedErrors = { max: null, p90: null, mean: null, environments: 0, leftOut: 1 };
    const measures = models.map(({ gap }) => gap);
    // 3 of 4 seeds: 12 pairs of equal weight are enough, 9 are not
    expect(errors([Number.NaN, ...measures.slice(1)])).toMatchObject({ max: 0, environments: 1 });
    expect(errors([Number.NaN, Number.NaN, ...measures.slice(2)])).toMatchObject(undefinedErrors);
    // of a difference of 0.8 by so few examples no one is sure
    expect(errors(measures, 6)).toMatchObject(undefinedErrors);
    expect(errors(measures, 7)).toMatchObject({ environments: 1 });
    const same = populationOf(
      models.map((model) => ({ ...model, gap: 0.1 })),
      ['lr'],
    );
    expect(signErrorsIn(same, { testCount })(measures)).toMatchObject(undefinedErrors);
  });

  it('takes an effective sample size that is 12 but for rounding', () => {
    const close = Array.from({ length: 7 }, (_, k) => ({
      hyperparameters: { lr: k % 2 },
      gap: k % 2 === 0 ? 0.1 : 0.1 + 0.022,
    }));
    const found = signErrorsIn(populationOf(close, ['lr']), { testCount })(close.map(({ gap }) => gap));
    expect(found).toMatchObject({ max: 0, environments: 1 });
  });

  it('knows infinite gaps to be equal', () => {
    const infinite = models.map((model, k) => (k < 2 ? { ...model, gap: Number.POSITIVE_INFINITY } : model));
    const found = signErrorsIn(populationOf(infinite, ['lr']), { testCount })(models.map(({ gap }) => gap));
    // the first of each: three pairs are right, three wrong, and one is no pair
    expect(found).toMatchObject({ max: expect.closeTo(3 / 15, 14), environments: 1 });
  });

  it('refuses a number of test examples that is none', () => {
    for (const count of [0, 1.5, Number.NaN]) {
      expect(() => errors([], count)).toThrow(`testCount must be a whole number from 1, not ${count}`);
    }
  });

  it('lies in [0, 1], turns with the measure, and has max >= p90 >= 0', () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: 0, max: 1 }),
      fc.nat({ max: 3 }),
      fc.nat({ max: 5 }),
    );
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 12, maxLength: 40 }),
        fc.constantFrom(...kinds),
        (rows, environments) => {
          const found = populationOf(
            rows.map(([a, b, gap]) => ({ hyperparameters: { a, b }, gap: gap / 4 })),
            ['a', 'b'],
          );
          const of = signErrorsIn(found, { testCount, environments });
          const measures = rows.map(([, , , measure]) => measure);
          const own = of(measures);
          const turned = of(measures.map((measure) => -measure));
          expect([turned.environments, turned.leftOut]).toEqual([own.environments, own.leftOut]);
          expect(of(rows.map(([, , gap]) => gap)).max ?? 0).toBe(0);
          if (own.max === null) return;
          expect(turned.mean!).toBeCloseTo(1 - own.mean!, 12);
          expect(own.max).toBeLessThanOrEqual(1);
          expect(own.p90!).toBeLessThanOrEqual(own.max);
          expect(own.p90!).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });

  it('does not depend on the order of the models', () => {
    const { uniform } = randomStream(5, 'sign error');
    const rows = Array.from({ length: 60 }, (_, k) => ({
      a: k % 3,
      b: k % 2,
      gap: uniform() / 4,
      measure: uniform(),
    }));
    const of = (list: typeof rows) =>
      signErrorsIn(
        populationOf(
          list.map(({ a, b, gap }) => ({ hyperparameters: { a, b }, gap })),
          ['a', 'b'],
        ),
        { testCount },
      )(list.map(({ measure }) => measure));
    expect(of(rows).environments).toBeGreaterThan(5);
    const { hyperparameters: _, ...all } = of(rows);
    expect(of(rows.toReversed())).toMatchObject(close(all));
  });
});

it('percentile lies between the two nearest, as NumPy has it', () => {
  expect(percentile([3], 0.9)).toBe(3);
  expect(percentile([0, 1, 2, 3], 0.9)).toBeCloseTo(2.7, 14);
  expect(percentile([0, 10], 0.25)).toBe(2.5);
  expect(percentile([0, 10, 20], 0.5)).toBe(10);
});
