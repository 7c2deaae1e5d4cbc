import { describe, expect, test } from 'vitest';
import { model } from '../../src/models/apply/index.ts';
import {
  type Ascent,
  type GroupValue,
  measureGroup,
  type Region,
  type SharpnessPlan,
  sharpnessGraphs,
} from '../../src/sharpness/index.ts';
import { layersOf } from '../../src/sharpness/perturbed.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';
import { examplesOn, options, parameterNames, planOf, region, weightsOn } from './smallNetwork.ts';

const ascents: readonly Ascent[] = [
  { kind: 'one-step' },
  { kind: 'pgd', steps: 3, restarts: 2, stepSize: 0.8, momentum: 0.5 },
  { kind: 'apgd', steps: 3, restarts: 2 },
  { kind: 'epfl-apgd', steps: 3, restarts: 2 },
  { kind: 'average-gaussian', draws: 3, sigma: 'rho/sqrt(k)' },
  { kind: 'average-uniform', draws: 3, sigma: 'rho' },
];

const euclidean = region({ bias: 'normalized', radii: [0.1, 0.5] });
const box = region({ p: 'inf', normalization: 'filter', radii: [0.02] });
const layers = layersOf(parameterNames);

function inLayer(layer: string | null, regions: readonly Region[]): Region[] {
  return regions.map((one) => ({ ...one, layer }));
}

await describeOn('native', (engine) => {
  const network = model({ ...options, dropoutRate: 0 });

  function measured(more: Partial<SharpnessPlan>): GroupValue[][] {
    const plan = planOf(more);
    const [weights, examples] = [weightsOn(), examplesOn(engine)];
    const graphs = sharpnessGraphs(engine, { model: network, parameters: weights.parameters }, plan);
    const { values } = measureGroup({ engine, graphs, weights, examples, index: 2, seed: 5 }, plan);
    graphs.dispose();
    return values.map((row) => [...row]);
  }

  describe('one layer by itself', () => {
    test.each(ascents)('is what perturbing its parameters by name gives: $kind', (ascent) => {
      const regions = [euclidean, box];
      const byLayer = measured({ ascent, regions: inLayer('conv2', regions) });
      expect(byLayer).toEqual(measured({ ascent, regions, perturb: ['conv2.*'] }));
      expect(byLayer.flat().every(({ value }) => value !== 0)).toBe(true);
    });

    test('several patterns perturb together, and the others stay where they are', () => {
      const perturb = ['conv*.weight', 'fc.bias'];
      const graphs = sharpnessGraphs(
        engine,
        { model: network, parameters: weightsOn().parameters },
        planOf({ perturb }),
      );
      const names = new Set<string>();
      const onPerturbation = ({ direction }: { readonly direction: object }): void => {
        for (const name of Object.keys(direction)) names.add(name);
      };
      const context = { weights: weightsOn(), examples: examplesOn(engine), index: 0, seed: 0 };
      measureGroup({ engine, graphs, onPerturbation, ...context }, planOf({ perturb }));
      expect([...names]).toEqual(['conv1.weight', 'conv2.weight', 'fc.bias']);
      graphs.dispose();
    });
  });

  describe('first-order terms', () => {
    test('of the whole network are those of its layers: added up for p = inf, as squares for p = 2', () => {
      expect(layers).toEqual(['conv1', 'bn1', 'conv2', 'bn2', 'fc']);
      const regions = [null, ...layers].flatMap((layer) => inLayer(layer, [euclidean, box]));
      const values = measured({ regions });
      const firstOrders = (offset: number): number[] =>
        values.filter((_, k) => k % 2 === offset).map((row) => row[0]!.firstOrder!);
      const [wholeSquare, ...squares] = firstOrders(0).map((value) => value ** 2);
      const [whole, ...terms] = firstOrders(1);
      const sum = (all: readonly number[]): number => all.reduce((a, b) => a + b, 0);
      expectClose([wholeSquare!, whole!], [sum(squares), sum(terms)], { relative: 1e-13 });
      expect(Math.min(...squares, ...terms)).toBeGreaterThan(0);
    });
  });
});
