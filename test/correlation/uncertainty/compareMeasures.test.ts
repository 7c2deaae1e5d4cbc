import { describe, expect, it } from 'vitest';
import { coefficients } from '../../../src/correlation/coefficients.ts';
import { type ComparedModel, compareMeasures } from '../../../src/correlation/uncertainty/compareMeasures.ts';
import { golden } from './golden.ts';

const hyperparameters = ['lr', 'wd', 'act'];
const resampling = { resamples: 300, seed: 0 };

const [, , holes] = golden.grids;
const models: readonly ComparedModel[] = holes!.models.map(({ lr, wd, act, gap, first, second }) => ({
  hyperparameters: { lr: lr!, wd: wd!, act: act! },
  gap: Number(gap),
  first: Number(first),
  second: Number(second),
}));
const compared = compareMeasures(models, hyperparameters, resampling);

describe('compareMeasures', () => {
  it('gives the difference of each coefficient', () => {
    const [first, second] = (['first', 'second'] as const).map((name) =>
      coefficients(
        models.map((model) => ({ ...model, measure: model[name] })),
        hyperparameters,
      ),
    );
    expect(
      compared.map(({ statistic, hyperparameter, models: count }) => [statistic, hyperparameter, count]),
    ).toEqual(first!.map(({ statistic, hyperparameter }) => [statistic, hyperparameter, models.length]));
    compared.forEach(({ difference }, i) => {
      expect(difference).toBeCloseTo(first![i]!.value! - second![i]!.value!, 12);
    });
  });

  it('has the intervals and p-values of the definitions for ψ and Ψ', () => {
    for (const { statistic, hyperparameter, ci_low, ci_high, p_value } of compared.slice(2)) {
      const expected = holes!.difference[hyperparameter ?? statistic]!;
      expect([ci_low, ci_high]).toEqual(expected.interval!.map((end) => expect.closeTo(end, 9)));
      expect(p_value! / expected.p!).toBeCloseTo(1, 8);
    }
  });

  it('turns its signs round with the measures', () => {
    const turned = compareMeasures(
      models.map((model) => ({ ...model, first: model.second, second: model.first })),
      hyperparameters,
      resampling,
    );
    turned.forEach(({ difference, ci_low, ci_high, p_value }, i) => {
      const own = compared[i]!;
      expect(difference).toBeCloseTo(-own.difference!, 12);
      expect([ci_low, ci_high]).toEqual([expect.closeTo(-own.ci_high!, 9), expect.closeTo(-own.ci_low!, 9)]);
      expect(p_value).toBeCloseTo(own.p_value!, 9);
    });
  });

  it('finds a difference that there is, and none between a measure and itself', () => {
    const uneven = models.map((model, i) => ({ ...model, first: model.gap, second: (i * 7919) % 101 }));
    const [tau] = compareMeasures(uneven, hyperparameters, resampling);
    expect(tau!.ci_low).toBeGreaterThan(0.5);
    expect(tau!.p_value).toBe(2 / (resampling.resamples + 2));
    const itself = models.map((model) => ({ ...model, second: model.first }));
    for (const row of compareMeasures(itself, hyperparameters, resampling)) {
      expect(row).toMatchObject({ difference: 0, ci_low: null, ci_high: null, p_value: null });
    }
  });

  it('leaves out models without a gap or one of the measures', () => {
    const odd = models.map((model, i) => ({
      ...model,
      ...(i === 0 && { gap: Number.NaN }),
      ...(i === 1 && { first: Number.NaN }),
      ...(i === 2 && { second: Number.NaN }),
      ...(i === 3 && { first: Number.POSITIVE_INFINITY }),
    }));
    const found = compareMeasures(odd, hyperparameters, resampling);
    expect(found[0]!.models).toBe(models.length - 3);
    expect(found).toEqual(compareMeasures(odd.slice(3), hyperparameters, resampling));
  });

  it('is undefined of one model, and of none', () => {
    for (const few of [models.slice(0, 1), []]) {
      for (const row of compareMeasures(few, hyperparameters, resampling)) {
        expect(row).toMatchObject({ difference: null, ci_low: null, ci_high: null, p_value: null });
      }
    }
  });
});
