import { describe, expect, it } from 'vitest';
import { normalCdf, normalQuantile } from '../../../src/correlation/uncertainty/normal.ts';
import { quantileT, twoSidedT } from '../../../src/correlation/uncertainty/studentT.ts';
import { golden } from './golden.ts';

describe("distributions are SciPy's", () => {
  it.each(golden.normal)('normal: at %s', (z, level) => {
    expect(Math.abs(normalCdf(z) - level)).toBeLessThan(1e-15);
  });

  it.each(golden.normalQuantiles)('normal: the quantile at %s', (level, z) => {
    expect(normalQuantile(level)).toBeCloseTo(z, 11);
  });

  it.each(golden.t)("Student's: as far as %s with %s degrees of freedom", (t, freedom, p) => {
    expect(Math.abs(twoSidedT(t, freedom) / p - 1)).toBeLessThan(1e-11);
    expect(twoSidedT(-t, freedom)).toBe(twoSidedT(t, freedom));
  });

  it.each(golden.tQuantiles)("Student's: the quantile at %s with %s", (level, freedom, t) => {
    expect(Math.abs(quantileT(level, freedom) / t - 1)).toBeLessThan(1e-11);
  });
});
