import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tauB } from '../../src/correlation/kendall.ts';
import { partialTausIn } from '../../src/correlation/partialTau.ts';
import { populationOf } from '../../src/correlation/population.ts';
import type { HyperparameterValue } from '../../src/correlation/types.ts';
import { goldenResults, tables } from './goldenTables.ts';

const golden = goldenResults<Readonly<Record<string, number | null>>>('partialTau');

describe.each(tables)('partialTausIn, of $name', ({ name, population, measures }) => {
  it.each(Object.keys(measures))("equals SciPy's: %s", (measure) => {
    const found = partialTausIn(population)(measures[measure]!);
    const expected = golden[name]![measure]!;
    expect(found.map(({ hyperparameter, value }) => [hyperparameter, value])).toEqual(
      population.hyperparameters.map(({ name: hyperparameter }) => {
        const value = expected[hyperparameter] ?? null;
        return [hyperparameter, value === null ? null : expect.closeTo(value, 12)];
      }),
    );
  });

  it('gives of many measures what it gives of each alone', () => {
    const taus = partialTausIn(population);
    for (const values of Object.values(measures))
      expect(taus(values)).toEqual(partialTausIn(population)(values));
  });
});

describe('partialTausIn', () => {
  const of = (levels: readonly HyperparameterValue[], gaps: readonly number[], measures: readonly number[]) =>
    partialTausIn(
      populationOf(
        gaps.map((gap, k) => ({ gap, hyperparameters: { z: levels[k]! } })),
        ['z'],
      ),
    )(measures)[0]!;

  it('is 0 of what follows from the hyperparameter alone, by hand', () => {
    // measure and gap follow z with a swap each, of different pairs: 2 of 6 pairs apart
    expect(of([1, 2, 3, 4], [2, 1, 3, 4], [1, 2, 4, 3])).toEqual({
      ...{ hyperparameter: 'z', kind: 'partial' },
      value: expect.closeTo((2 / 6 - (4 / 6) ** 2) / (1 - (4 / 6) ** 2), 14),
    });
  });

  it('is undefined where the measure or the gap is the hyperparameter', () => {
    expect(of([1, 2, 3], [1, 2, 3], [2, 1, 3]).value).toBeNull();
    expect(of([1, 2, 3], [2, 1, 3], [3, 2, 1]).value).toBeNull();
    expect(of([1, 1, 1], [2, 1, 3], [1, 2, 3]).value).toBeNull();
  });

  it('is 1 at most, whatever is rounded', () => {
    expect(of([0, 1, 1, 0], [0, 1, 1, 1], [0, 0, 0, 1]).value).toBe(1);
  });

  it('weighs the levels of what has no order by their pairs', () => {
    const levels = ['a', 'b', 'a', 'b', 'a', 'c'];
    // a: -1 over three pairs; b: 1 over one; c has none
    expect(of(levels, [1, 2, 3, 4, 5, 6], [3, 1, 2, 2, 1, 9])).toEqual({
      ...{ hyperparameter: 'z', kind: 'stratified', value: -0.5 },
    });
    expect(of(['a', 'a', 'a'], [1, 2, 3], [1, 2, 3]).value).toBeNull();
    expect(of([1, '1', 1, '1'], [1, 2, 3, 4], [2, 4, 1, 3])).toMatchObject({ kind: 'stratified', value: -1 });
  });

  const value = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(Number.POSITIVE_INFINITY, 0.5));
  const level = fc.constantFrom(1, 2, 3);

  it('lies in [-1, 1], changes sign with the measure, and is tau-b where the hyperparameter says nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(level, value, value), { minLength: 2, maxLength: 25 }), (rows) => {
        const [levels, gaps, measures] = [0, 1, 2].map((k) => rows.map((row) => row[k]!)) as [
          ...[number[], number[], number[]],
        ];
        const found = of(levels, gaps, measures);
        const negated = of(
          levels,
          gaps,
          measures.map((measure) => -measure),
        );
        if (found.value === null) expect(negated.value).toBeNull();
        else {
          expect(Math.abs(found.value)).toBeLessThanOrEqual(1);
          expect(negated.value).toBeCloseTo(-found.value, 12);
        }
        // every model once at each of two levels: the hyperparameter is tied to nothing
        const twice = [...rows, ...rows];
        const apart = of(
          twice.map((_, k) => (k < rows.length ? 1 : 2)),
          [...gaps, ...gaps],
          [...measures, ...measures],
        ).value;
        const tau = tauB([...measures, ...measures], [...gaps, ...gaps]);
        if (tau === null) expect(apart).toBeNull();
        else expect(apart).toBeCloseTo(tau, 12);
      }),
    );
  });
});
