import { describe, expect, it } from 'vitest';
import { type MarginParts, marginValues, tenthPercentile } from '../../../src/complexity/weights/margin.ts';

/** Layers with squared norms 9, 5 (Frobenius) and 4, 5 (spectral). */
const parts: MarginParts = {
  summary: {
    parameterCount: 12,
    weights: { frobenius: [9, 5], spectral: [4, 5] },
    distances: { frobenius: [1, 3], spectral: [1, 2] },
  },
  pathNorm: 7,
  margin: 0.5,
};

const byName = (given: MarginParts): Record<string, number> =>
  Object.fromEntries(marginValues(given).map(({ measure, value }) => [measure, value]));

describe('marginValues', () => {
  it('has the formulas, with 1 / gamma^2 = 4', () => {
    const close = (value: number) => expect.closeTo(value, 12);
    expect(byName(parts)).toEqual({
      inverse_margin: 4,
      log_prod_of_fro_over_margin: close(Math.log(45 * 4)),
      log_prod_of_spec_over_margin: close(Math.log(20 * 4)),
      log_sum_of_fro_over_margin: close(Math.log(2 * Math.sqrt(45 * 4))),
      log_sum_of_spec_over_margin: close(Math.log(2 * Math.sqrt(20 * 4))),
      path_norm_over_margin: 28,
      log_spec_orig_main: close(Math.log(20 * 4 * (9 / 4 + 1))),
      log_spec_init_main: close(Math.log(20 * 4 * (1 / 4 + 3 / 5))),
    });
  });

  it.each([0, -0.1])('is infinite throughout with a margin of %d', (margin) => {
    expect(new Set(Object.values(byName({ ...parts, margin })))).toEqual(new Set([Number.POSITIVE_INFINITY]));
  });

  it('knows no distance where the initial weights are not known', () => {
    expect(byName({ ...parts, summary: { ...parts.summary, distances: undefined } })).not.toHaveProperty(
      'log_spec_init_main',
    );
  });
});

describe('tenthPercentile', () => {
  it.each([
    [Array.from({ length: 30 }, (_, k) => 30 - k), 3],
    [Array.from({ length: 39 }, (_, k) => 39 - k), 3],
    [Array.from({ length: 10 }, (_, k) => 10 - k), 1],
    [[5, -10, 2], -10],
  ])('of %j is %d', (values, expected) => {
    expect(tenthPercentile(Float64Array.from(values))).toBe(expected);
  });
});
