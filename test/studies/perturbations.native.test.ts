import { describe, expect, test } from 'vitest';
import type { Ascent } from '../../src/sharpness/index.ts';
import { planOf, region } from '../sharpness/smallNetwork.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';
import { manyRegions, measureAndRead, perturbedNames, relativeNorm, rise } from './savedPerturbations.ts';

const ascents: readonly Ascent[] = [
  { kind: 'one-step' },
  { kind: 'pgd', steps: 4, restarts: 1, stepSize: 2.5 / 4, momentum: 0.5 },
  { kind: 'apgd', steps: 4, restarts: 1 },
];

await describeOn('native', (engine) => {
  describe('saved perturbations', () => {
    test.each(ascents)('lie in their region and give their value: $kind', (ascent) => {
      const plan = planOf({ ascent, regions: manyRegions });
      const found = measureAndRead(engine, plan);
      expect(found.map(({ saved }) => [saved.region, saved.radius])).toEqual(
        manyRegions.flatMap((_, k) => [
          [k, 0],
          [k, 1],
        ]),
      );
      expect(new Set(found.map(({ saved }) => saved.file)).size).toBe(found.length);
      for (const one of found) {
        const norm = relativeNorm(one);
        expect(norm).toBeLessThanOrEqual(1 + 1e-12);
        expect(norm).toBeGreaterThan(ascent.kind === 'one-step' ? 1 - 1e-12 : 0.1);
        expect([...one.epsilon.keys()]).toEqual(perturbedNames(one.region));
      }
      expectClose(
        found.map(({ saved }) => saved.value),
        found.map((one) => rise(one, plan)),
        { absolute: 1e-12 },
      );
    });

    test('of float32 values and of any p lie in their region too', () => {
      const regions = [region({ p: 3 }), region({ p: 1.5, normalization: 'filter' }), region({ p: 'inf' })];
      const plan = planOf({ precision: 'float32', regions, loss: 'margin', batchNorm: 'batch' });
      const found = measureAndRead(engine, plan);
      for (const one of found) expect(Math.abs(relativeNorm(one) - 1)).toBeLessThan(1e-12);
      const rises = found.map((one) => rise(one, plan));
      expectClose(
        found.map(({ saved }) => saved.value),
        rises,
        { relative: 1e-3 },
      );
    });

    test('hold the parameters that are perturbed, and say which examples they are of', () => {
      const perturb = ['conv*', 'fc.bias'];
      const plan = planOf({ perturb, ascent: ascents[2]!, regions: [region({ layer: 'fc' }), region()] });
      const [ofLayer, ofAll] = measureAndRead(engine, plan);
      expect([...ofLayer!.epsilon.keys()]).toEqual(['fc.bias']);
      expect([...ofAll!.epsilon.keys()]).toEqual(['conv1.weight', 'conv2.weight', 'fc.bias']);
      expect(ofAll!.metadata).toEqual({ format: 'pt', examples: '8 9 30 2 4' });
      expect(ofAll!.saved).toMatchObject({ group: 3, firstExample: 8 });
      expect(ofLayer!.saved.file).toBe(
        'a_b_..__-0123456789ab/m-5/group-3/p-2_element_bias-constant_eta-0.01_rho-0.1_fc.safetensors',
      );
    });
  });
});
