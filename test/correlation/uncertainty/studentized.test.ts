import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { psi } from '../../../src/correlation/granulated.ts';
import { populationOf } from '../../../src/correlation/population.ts';
import { type RankedModels, rankIn } from '../../../src/correlation/rankedModels.ts';
import type { RankedModel } from '../../../src/correlation/types.ts';
import { differenceOf } from '../../../src/correlation/uncertainty/cellSpread.ts';
import { prepareModels } from '../../../src/correlation/uncertainty/preparedModels.ts';
import {
  studentInterval,
  studentizedAveragePsi,
  studentizedPsi,
  studentP,
} from '../../../src/correlation/uncertainty/studentized.ts';
import { type Compared, golden } from './golden.ts';

const hyperparameters = ['lr', 'wd', 'act'] as const;
const none = { resamples: 0, seed: 0 };

function rankedModels(models: readonly Omit<RankedModel, 'measure'>[]): RankedModels {
  return rankIn(populationOf(models, hyperparameters))([...models.keys()]);
}

function fromRow(row: Record<string, number | string>): Omit<RankedModel, 'measure'> {
  const { lr, wd, act } = row;
  return { gap: Number(row.gap), hyperparameters: { lr: lr!, wd: wd!, act: act! } };
}

describe.each(golden.grids)('ψ and Ψ are those of the definitions: $name', ({ models, ...expected }) => {
  const prepared = prepareModels(rankedModels(models.map(fromRow)), none);
  const [first, second] = (['first', 'second'] as const).map((name) =>
    prepared.spreadsOf(models.map((row) => Number(row[name]))).map((spread) => spread!),
  );
  const spreads = {
    first: first!,
    second: second!,
    difference: first!.map((spread, i) => differenceOf(spread, second![i]!)),
  };

  it.each<Compared>(['first', 'second', 'difference'])('%s', (name) => {
    const most = name === 'difference' ? 2 : 1;
    const found = [...spreads[name].map(studentizedPsi), studentizedAveragePsi(spreads[name])];
    [...hyperparameters, 'Psi'].forEach((statistic, i) => {
      const { estimate, interval, p } = expected[name][statistic]!;
      expect(found[i]!.estimate).toBeCloseTo(estimate, 12);
      const { low, high } = studentInterval(found[i]!, most)!;
      expect([low, high]).toEqual(interval!.map((end) => expect.closeTo(end, 9)));
      expect(studentP(found[i]!)! / p!).toBeCloseTo(1, 8);
    });
  });
});

describe('without a configuration', () => {
  const value = fc.integer({ min: 0, max: 3 });
  const setting = fc.integer({ min: 0, max: 2 });
  const table = fc.array(
    fc.record({ lr: setting, wd: setting, act: fc.constantFrom('relu', 'tanh'), gap: value, measure: value }),
    { minLength: 2, maxLength: 30 },
  );

  it('ψ is what it is of the other models', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const models = rows.map(({ lr, wd, act, gap, measure }) => ({
          hyperparameters: { lr, wd, act },
          gap,
          measure,
        }));
        const spreads = prepareModels(rankedModels(models), none).spreadsOf(
          rows.map(({ measure }) => measure),
        );
        const keyOf = ({ hyperparameters: h }: RankedModel) => JSON.stringify(h);
        const configurations = [...new Set(models.map(keyOf))];
        hyperparameters.forEach((name, i) => {
          const own = psi(models, name, hyperparameters).value;
          expect(spreads[i] === null).toBe(own === null);
          const shifts = configurations.map((configuration) => {
            const left = psi(
              models.filter((model) => keyOf(model) !== configuration),
              name,
              hyperparameters,
            ).value;
            return left === null || own === null ? null : own - left;
          });
          if (shifts.some((shift) => shift === null)) {
            if (spreads[i]) expect([...spreads[i].shifts].some(Number.isNaN)).toBe(true);
          } else {
            expect([...spreads[i]!.shifts]).toEqual(shifts.map((shift) => expect.closeTo(shift!, 12)));
          }
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('with few cells', () => {
  /** A cell a batch size, of three learning rates. */
  const ofCells = (taus: readonly (1 | -1)[]) => {
    const models = taus.flatMap((_, batch) =>
      [1, 2, 3].map((lr) => ({ gap: lr, hyperparameters: { lr, batch } })),
    );
    const ranked = rankIn(populationOf(models, ['lr', 'batch']))([...models.keys()]);
    const measures = models.map(({ gap, hyperparameters: { batch } }) => gap * taus[batch]!);
    return prepareModels(ranked, none).spreadsOf(measures)[0]!;
  };

  it('ψ of one, or of some with one τ, has no interval', () => {
    for (const taus of [[1], [1, 1], [-1, -1, -1]] as const) {
      const coefficient = studentizedPsi(ofCells(taus));
      expect(coefficient.estimate).toBe(taus[0]);
      expect([studentInterval(coefficient, 1), studentP(coefficient)]).toEqual([null, null]);
    }
  });

  it('ψ of two and three has that of one and two degrees of freedom, inside [−1, 1]', () => {
    expect(studentInterval(studentizedPsi(ofCells([1, -1])), 1)).toEqual({ low: -1, high: 1 });
    const three = studentizedPsi(ofCells([1, 1, -1]));
    expect(three).toEqual({ estimate: expect.closeTo(1 / 3), error: expect.closeTo(2 / 3), freedom: 2 });
    expect(studentInterval(three, 5)!.high).toBeCloseTo(1 / 3 + (4.302652729749464 * 2) / 3, 12);
  });

  it('Ψ has none where the only ψ has one cell', () => {
    expect(studentInterval(studentizedAveragePsi([ofCells([1])]), 1)).toBeNull();
  });
});
