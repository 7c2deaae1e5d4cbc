import { describe, expect, it } from 'vitest';
import { foldBatchNorm } from '../../../src/complexity/weights/foldBatchNorm.ts';
import {
  largestSigma,
  type PacBayesParts,
  pacBayesValues,
} from '../../../src/complexity/weights/pacBayes.ts';
import { type HostTensor, modelSpec } from '../../../src/models/spec/index.ts';

describe('largestSigma', () => {
  it.each([1.9, 0.3, 1e-4])('finds that the accuracy falls by 0.1 at %d, to 1 %', (sigma) => {
    const asked: number[] = [];
    const found = largestSigma((at) => {
      asked.push(at);
      return 0.1 * (at / sigma) ** 2;
    });
    expect(Math.abs(found / sigma - 1)).toBeLessThan(0.01);
    expect(asked.length).toBeLessThan(25);
  });

  it('is NaN where even sigma = 2 is too little', () => {
    expect(largestSigma((at) => at / 20)).toBeNaN();
    expect(largestSigma(() => Number.NaN)).toBeNaN();
  });

  it('ends where any noise is too much', () => {
    expect(largestSigma(() => 1)).toBeLessThan(1e-10);
  });
});

describe('pacBayesValues', () => {
  const spec = modelSpec({ architecture: 'mlp', hidden: [], inputShape: [1, 1, 1], classes: 2 });
  const folded = (weights: readonly number[]) => {
    const tensor = (shape: number[], data: readonly number[]): HostTensor => ({
      shape,
      data: Float32Array.from(data),
    });
    const parameters = new Map([
      ['fc1.weight', tensor([2, 1], weights)],
      ['fc1.bias', tensor([2], [100, 100])],
    ]);
    return foldBatchNorm({ spec, parameters, buffers: new Map() });
  };
  const parts: PacBayesParts = {
    spec,
    folded: folded([3, 4]),
    initial: folded([3, 2]),
    trainCount: 50,
    sigma: 0.5,
    magnitudeSigma: 2,
  };
  const byName = (given: PacBayesParts): Record<string, number> =>
    Object.fromEntries(pacBayesValues(given).map(({ measure, value }) => [measure, value]));

  it('has the formulas: of w = (3, 4), w - w_0 = (0, 2)', () => {
    const close = (value: number) => expect.closeTo(value, 9);
    const [first, second] = [Math.log(50 / 0.5) + 10, Math.log(50 / 2) + 10];
    const magnitude = (square: number): number =>
      Math.log((1e-6 + 5 * (square / 2)) / 1e-6) + Math.log((1e-6 + 5 * (square / 2)) / (1e-6 + 4 * 4));
    expect(byName(parts)).toEqual({
      pacbayes_flatness: 4,
      pacbayes_mag_flatness: 0.25,
      pacbayes_orig: close(25 + first),
      pacbayes_init: close(4 + first),
      pacbayes_mag_orig: close(magnitude(25) / 4 + second),
      pacbayes_mag_init: close(magnitude(4) / 4 + second),
    });
  });

  it('has no bound from init where the initial weights are not known', () => {
    expect(Object.keys(byName({ ...parts, initial: undefined }))).toEqual([
      ...['pacbayes_flatness', 'pacbayes_orig', 'pacbayes_mag_flatness'],
    ]);
  });

  it('is not a number where there is no sigma', () => {
    const values = Object.values(byName({ ...parts, sigma: Number.NaN, magnitudeSigma: Number.NaN }));
    expect(values.every(Number.isNaN)).toBe(true);
  });
});
