import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  conditionalInformationIn,
  type InformationGiven,
} from '../../src/correlation/conditionalInformation.ts';
import { pgdlScoreIn } from '../../src/correlation/pgdlScore.ts';
import { populationOf } from '../../src/correlation/population.ts';
import { randomStream } from '../../src/random/stream.ts';
import { goldenResults, tables } from './goldenTables.ts';

const golden = goldenResults<readonly InformationGiven[]>('conditionalInformation');
const goldenScores = goldenResults<number | null>('pgdlScore');
const close = (value: number | null) => (value === null ? null : expect.closeTo(value, 11));

describe.each(tables)('of $name', ({ name, population, measures }) => {
  it.each(Object.keys(measures))('K is the least over sets, each as pair by pair: %s', (measure) => {
    const expected = golden[name]![measure]!;
    const { value, given, sets } = conditionalInformationIn(population)(measures[measure]!);
    expect(sets).toEqual(expected.map((set) => ({ given: set.given, value: close(set.value) })));
    const values = expected.flatMap((set) => set.value ?? []);
    expect(value).toEqual(close(values.length > 0 ? Math.min(...values) : null));
    expect(sets.find((set) => set.value === value)?.given ?? []).toEqual(given);
  });

  it.each(Object.keys(measures))("is the competition's score, as pair by pair: %s", (measure) => {
    expect(pgdlScoreIn(population)(measures[measure]!)).toEqual(close(goldenScores[name]![measure]!));
  });

  it('gives of many measures what it gives of each alone', () => {
    const information = conditionalInformationIn(population);
    const score = pgdlScoreIn(population);
    for (const values of Object.values(measures)) {
      expect(information(values)).toEqual(conditionalInformationIn(population)(values));
      expect(score(values)).toBe(pgdlScoreIn(population)(values));
    }
  });
});

/** Three levels of each of two hyperparameters, with repeats. */
const level = fc.integer({ min: 0, max: 2 });
const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(Number.POSITIVE_INFINITY, Number.NaN));
const rows = fc.array(fc.tuple(level, level, value, value), { maxLength: 20 });

function populationOfRows(table: readonly (readonly [number, number, number, number])[]) {
  return populationOf(
    table.map(([a, b, gap]) => ({ hyperparameters: { a, b }, gap })),
    ['a', 'b'],
  );
}

describe('conditionalInformationIn', () => {
  it('lies in [0, 1], and knows neither the direction nor the scale of the measure', () => {
    fc.assert(
      fc.property(rows, (table) => {
        const information = conditionalInformationIn(populationOfRows(table));
        const measures = table.map(([, , , measure]) => measure);
        const found = information(measures);
        for (const set of found.sets) {
          expect(set.value ?? 0).toBeGreaterThanOrEqual(0);
          expect(set.value ?? 1).toBeLessThanOrEqual(1);
        }
        const turned = information(measures.map((measure) => -(measure ** 3)));
        expect(turned.sets).toEqual(found.sets.map((set) => ({ given: set.given, value: close(set.value) })));
      }),
    );
  });

  it('is 1 of the gap itself, and 0 of a constant', () => {
    const { population, models } = tables.find(({ name }) => name === 'some repeated')!;
    const information = conditionalInformationIn(population);
    expect(information(models.map(({ gap }) => gap)).value).toBeCloseTo(1, 12);
    expect(information(models.map(() => 1)).value).toBe(0);
  });

  it('finds the hyperparameter that measure and gap have in common', () => {
    const { normal } = randomStream(3, 'common cause');
    const models = Array.from({ length: 300 }, (_, k) => ({
      hyperparameters: { lr: k % 5, batch: k % 3 },
      gap: 0,
    })).map((model) => ({ ...model, gap: 10 * model.hyperparameters.lr + normal() }));
    const { sets, given } = conditionalInformationIn(populationOf(models, ['lr', 'batch']))(
      models.map(({ hyperparameters }) => 10 * hyperparameters.lr + normal()),
    );
    expect(sets[0]!.value).toBeGreaterThan(0.5);
    expect(given).toContain('lr');
    expect(Math.min(...sets.map((set) => set.value!))).toBeLessThan(0.01);
  });

  it('gives bins in place of the values of what is cut', () => {
    const { uniform } = randomStream(4, 'bins');
    const models = Array.from({ length: 40 }, () => ({ hyperparameters: { lr: uniform() }, gap: uniform() }));
    const measures = models.map(uniform);
    const sets = (bins?: number) =>
      conditionalInformationIn(populationOf(models, ['lr'], bins))(measures).sets;
    expect(sets()[1]).toEqual({ given: ['lr'], value: null });
    expect(sets(4)[1]!.value).toBeGreaterThan(0);
  });
});

describe('pgdlScoreIn', () => {
  it('is undefined with fewer than two hyperparameters', () => {
    const models = [1, 2, 3, 4].map((gap) => ({ hyperparameters: { a: gap % 2 }, gap }));
    expect(pgdlScoreIn(populationOf(models, ['a']))([1, 2, 3, 4])).toBeNull();
  });

  it('weighs the values of two hyperparameters the same, ties being smaller, by hand', () => {
    // of (1, 1), twice: gaps 1 and 2; of (1, 2): gap 1.5
    const models = [1, 2, 1.5].map((gap, k) => ({ hyperparameters: { a: 1, b: k === 2 ? 2 : 1 }, gap }));
    // within (1, 1), of four pairs one has a larger gap, and measures tie; apart, of two pairs one, and the other way one
    const entropy = (share: number) => -share * Math.log(share) - (1 - share) * Math.log(1 - share);
    const apart = entropy(1 / 2);
    expect(pgdlScoreIn(populationOf(models, ['a', 'b']))([1, 1, 1])).toBe(0);
    expect(pgdlScoreIn(populationOf(models, ['a', 'b']))([0, 2, 2])).toBeCloseTo(
      // measure and gap are larger for the same pair within, and (1, 1) -> (1, 2) knows nothing of it; back it does
      (entropy(1 / 4) + 0 + apart) / (entropy(1 / 4) + 2 * apart),
      12,
    );
  });
});
