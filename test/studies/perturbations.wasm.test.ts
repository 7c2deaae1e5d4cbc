import { expect, test } from 'vitest';
import { planOf } from '../sharpness/smallNetwork.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';
import { manyRegions, measureAndRead, relativeNorm, rise } from './savedPerturbations.ts';

await describeOn('wasm', (engine) => {
  test('perturbations that were computed in float32 are drawn into their region', () => {
    const regions = manyRegions.map((one) => ({ ...one, radii: one.radii.slice(1) }));
    const plan = planOf({ precision: 'float32', regions });
    const found = measureAndRead(engine, plan);
    for (const one of found) {
      expect(relativeNorm(one)).toBeLessThanOrEqual(1 + 1e-12);
      expect(relativeNorm(one)).toBeGreaterThan(1 - 1e-6);
    }
    const rises = found.map((one) => rise(one, plan));
    expectClose(
      found.map(({ saved }) => saved.value),
      rises,
      { relative: 1e-4, absolute: 1e-5 },
    );
  });
});
