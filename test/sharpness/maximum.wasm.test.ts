import { describe, expect, test } from 'vitest';
import type { Ascent } from '../../src/sharpness/index.ts';
import { describeOn } from '../support/describeOn.ts';
import { goldenRun } from '../support/goldenRuns.ts';
import { measureGroups, oneStepPlan, regionOf } from './goldenMeasures.ts';

const ascents: readonly Ascent[] = [
  { kind: 'pgd', steps: 10, restarts: 1, stepSize: 0.25, momentum: 0.75 },
  { kind: 'apgd', steps: 10, restarts: 2 },
];

await describeOn('wasm', (engine) => {
  describe.each(ascents)('$kind', (ascent) => {
    const regions = [regionOf(2, 'element', [1e-6, 0.3]), regionOf('inf', 'none', [5e-4])];
    const [measured] = measureGroups(
      engine,
      goldenRun('mnist-cnn-batch-norm'),
      { ...oneStepPlan(regions), ascent },
      [0],
    );

    test('is at least what one step gives, and 0', () => {
      for (const { value, certificate } of measured!.values.flat()) {
        expect(value).toBeGreaterThanOrEqual(Math.max(0, certificate!.oneStep));
      }
    });

    test('flags what float32 cannot tell', () => {
      expect(measured!.values.map((row) => row.map(({ source }) => source))).toEqual([
        ['noise', 'float32'],
        ['float32'],
      ]);
    });
  });
});
