import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { AverageCase } from '../../src/sharpness/types.ts';
import { describeOn } from '../support/describeOn.ts';
import { goldenRun } from '../support/goldenRuns.ts';
import { measureGroups, oneStepPlan, regionOf, valuesOf } from './goldenMeasures.ts';

const gaussian: AverageCase = { kind: 'average-gaussian', draws: 20, sigma: 'rho' };
const uniform: AverageCase = { kind: 'average-uniform', draws: 20, sigma: 'rho' };
const radii = [1e-4, 0.02, 0.1];

await describeOn('native', (engine) => {
  const average = (ascent: AverageCase, more: Partial<ReturnType<typeof oneStepPlan>> = {}) =>
    measureGroups(
      engine,
      goldenRun('mnist-mlp'),
      { ...oneStepPlan([regionOf(2, 'none', radii), regionOf(2, 'element', radii)]), ascent, ...more },
      [3],
    )[0]!;

  describe.each([gaussian, uniform])('$kind', (ascent) => {
    test('float32 agrees with double precision', () => {
      const single = valuesOf(average(ascent)).flat();
      const double = valuesOf(average(ascent, { precision: 'float64' })).flat();
      single.forEach((value, k) => {
        expect(Math.abs(value / double[k]! - 1)).toBeLessThan(3e-3);
      });
    });

    test('has no first-order term', () => {
      expect(
        average(ascent)
          .values.flat()
          .map(({ firstOrder }) => firstOrder),
      ).toEqual(Array(6).fill(null));
    });

    test('leaves no tensor', () => {
      const { numTensors, numDataBuffers } = tf.memory();
      const run = goldenRun('mnist-cnn');
      const kept = tf.memory().numTensors - numTensors;
      measureGroups(engine, run, { ...oneStepPlan([regionOf(2, 'filter', radii)]), ascent }, [0]);
      expect(tf.memory().numTensors).toBe(numTensors + kept);
      expect(tf.memory().numDataBuffers).toBe(numDataBuffers + kept);
    });
  });

  test('at a small radius, uniform noise moves the loss a third as much as normal noise', () => {
    // the second-order term is half the trace of the Hessian times the variance: rho^2 against rho^2 / 3. With many
    // draws the first-order term, whose mean is 0, gets small against it.
    const plan = { ...oneStepPlan([regionOf(2, 'none', [0.02])]), precision: 'float64' as const };
    const value = (ascent: AverageCase) =>
      measureGroups(engine, goldenRun('mnist-mlp'), { ...plan, ascent }, [0, 1, 2, 3])
        .map((measures) => measures.values[0]![0]!.value)
        .reduce((sum, one) => sum + one, 0);
    const ratio = value({ ...uniform, draws: 400 }) / value({ ...gaussian, draws: 400 });
    expect(ratio).toBeGreaterThan(0.2);
    expect(ratio).toBeLessThan(0.45);
  });

  test('sigma = rho / sqrt(k) is sigma = rho at a smaller radius', () => {
    const { weights } = goldenRun('mnist-mlp');
    const k = Object.values(weights.parameters).reduce((sum, { size }) => sum + size, 0);
    const plan = { ...oneStepPlan([regionOf(2, 'none', [0.5])]), precision: 'float64' as const };
    const [ball] = measureGroups(
      engine,
      goldenRun('mnist-mlp'),
      { ...plan, ascent: { ...gaussian, sigma: 'rho/sqrt(k)' } },
      [0],
    );
    const [same] = measureGroups(
      engine,
      goldenRun('mnist-mlp'),
      { ...plan, regions: [regionOf(2, 'none', [0.5 / Math.sqrt(k)])], ascent: gaussian },
      [0],
    );
    expect(ball!.values[0]![0]!.value).toBeCloseTo(same!.values[0]![0]!.value, 12);
  });

  test('draws follow from the seed and the group', () => {
    const run = goldenRun('mnist-mlp');
    const plan = { ...oneStepPlan([regionOf(2, 'none', [0.1])]), ascent: gaussian };
    // of the same examples: only the draws can differ
    const value = (seed: number) => valuesOf(measureGroups(engine, run, plan, [3], seed)[0]!);
    expect(value(0)).toEqual(value(0));
    expect(value(1)).not.toEqual(value(0));
  });

  test('many draws do not average away the error of the base', () => {
    const many = { ...gaussian, draws: 400 };
    const small = [regionOf(2, 'none', [0.005, 0.01, 0.02])];
    const values = (precision: 'float32' | 'float64') =>
      valuesOf(average(many, { regions: small, precision })).flat();
    const exact = values('float64');
    values('float32').forEach((value, k) => {
      expect(Math.abs(value / exact[k]! - 1)).toBeLessThan(1e-3);
    });
  });
});
