import { describe, expect, it } from 'vitest';
import { rescaleFilters } from '../../../src/checkpoints/index.ts';
import { foldBatchNorm } from '../../../src/complexity/weights/foldBatchNorm.ts';
import { normValues } from '../../../src/complexity/weights/norms.ts';
import { summarizeWeights, type WeightSummary } from '../../../src/complexity/weights/summary.ts';
import type { ComplexityValue } from '../../../src/complexity/weights/values.ts';
import { expectClose } from '../../support/expectClose.ts';
import { fixtureCheckpoint, golden } from '../goldenComplexity.ts';

function summaryOf(name: string, initial?: string): WeightSummary {
  const checkpoint = fixtureCheckpoint(name);
  const before = initial === undefined ? undefined : foldBatchNorm(fixtureCheckpoint(initial));
  return summarizeWeights(checkpoint.spec, foldBatchNorm(checkpoint), before);
}

const byName = (values: readonly ComplexityValue[]): Record<string, number> =>
  Object.fromEntries(values.map(({ measure, value }) => [measure, value]));

const exactly = { relative: 1e-11 };

describe('the norms of the weights', () => {
  it.each(Object.entries(golden.checkpoints))('are what PyTorch says of %s', (name, expected) => {
    const { parameterCount, weights } = summaryOf(name);
    expect(parameterCount).toBe(expected.parameter_count);
    expectClose(weights.frobenius.map(Math.sqrt), expected.frobenius, exactly);
    expectClose(weights.spectral.map(Math.sqrt), expected.spectral, exactly);
  });

  it.each(Object.entries(golden.initial))('are what PyTorch says of %s less %s', (name, initial) => {
    const { distances } = summaryOf(name, initial);
    const expected = golden.checkpoints[name]!.distances!;
    expectClose(distances!.frobenius.map(Math.sqrt), expected.frobenius, exactly);
    expectClose(distances!.spectral.map(Math.sqrt), expected.spectral, exactly);
  });

  it('do not depend on how a filter and its batch norm share their scale', () => {
    const checkpoint = fixtureCheckpoint('mnist-cnn-batch-norm');
    const rescaled = { ...checkpoint, ...rescaleFilters(checkpoint, { maxPower: 3, seed: 0 })! };
    const [before, after] = [checkpoint, rescaled].map((one) =>
      summarizeWeights(one.spec, foldBatchNorm(one)),
    );
    expectClose(after!.weights.frobenius, before!.weights.frobenius, { relative: 1e-5 });
    expectClose(after!.weights.spectral, before!.weights.spectral, { relative: 1e-5 });
  });
});

describe('normValues', () => {
  /** W_1 with squared norms 9 and 4, W_2 with 5 and 5. */
  const summary: WeightSummary = {
    parameterCount: 12,
    weights: { frobenius: [9, 5], spectral: [4, 5] },
    distances: { frobenius: [1, 3], spectral: [1, 2] },
  };

  it('has the formulas', () => {
    const values = byName(normValues(summary));
    expect(values).toEqual({
      parameter_count: 12,
      l2_norm: Math.sqrt(14),
      l2_dist: 2,
      dist_spec_init: 3,
      log_prod_of_fro: expect.closeTo(Math.log(45), 12),
      log_prod_of_spec: expect.closeTo(Math.log(20), 12),
      log_sum_of_fro: expect.closeTo(Math.log(2 * Math.sqrt(45)), 12),
      log_sum_of_spec: expect.closeTo(Math.log(2 * Math.sqrt(20)), 12),
      fro_over_spec: 9 / 4 + 1,
    });
  });

  it('has no distances where the initial weights are not known', () => {
    const values = byName(normValues({ ...summary, distances: undefined }));
    expect(Object.keys(values).filter((name) => name.includes('dist'))).toEqual([]);
  });
});
