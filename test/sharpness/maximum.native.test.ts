import { readFileSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/index.ts';
import { exactExamplesOf } from '../../src/models/apply/index.ts';
import {
  type Ascent,
  type GroupMeasures,
  measureGroup,
  type Normalization,
  type NormOrder,
  type Perturbation,
  type Region,
  sharpnessGraphs,
} from '../../src/sharpness/index.ts';
import { describeOn } from '../support/describeOn.ts';
import { goldenPath, goldenRun, mnistSlice } from '../support/goldenRuns.ts';
import { measureGroups, oneStepPlan, regionOf, valuesOf } from './goldenMeasures.ts';

/** fixtures/golden/maxima.json: by region, the best of 200 starts, group by group. */
interface GoldenMaxima {
  readonly checkpoint: string;
  readonly regions: readonly {
    readonly p: NormOrder;
    readonly normalization: Normalization;
    readonly rho: number;
    readonly maxima: readonly number[];
  }[];
}

const dataset = mnistSlice();
const golden = JSON.parse(readFileSync(goldenPath('maxima.json'), 'utf8')) as GoldenMaxima;

const apgd = { kind: 'apgd', steps: 20, restarts: 1 } as const;
const pgd = { kind: 'pgd', steps: 20, restarts: 1, stepSize: 0.125, momentum: 0.75 } as const;
const ascents = [pgd, apgd, { ...apgd, restarts: 3 }] as const;

const regions: readonly Region[] = ([2, 'inf'] as const).flatMap((p) => [
  regionOf(p, 'none', [1e-5, 1e-3, 0.05]),
  regionOf(p, 'element', [1e-4, 5e-3, 0.5], { bias: 'normalized', eta: 0 }),
  regionOf(p, 'filter', [1e-2], { bias: 'frozen' }),
]);

await describeOn('native', (engine) => {
  const measure = (
    run: string,
    ascent: Ascent,
    more: Partial<ReturnType<typeof oneStepPlan>> = {},
    group = 0,
  ): GroupMeasures =>
    measureGroups(engine, goldenRun(run), { ...oneStepPlan(regions), ascent, ...more }, [group])[0]!;

  const known = new Map<string, GroupMeasures>();
  /** The same without measuring anything twice. */
  const measured: typeof measure = (...what) => {
    const key = JSON.stringify(what);
    const found = known.get(key) ?? measure(...what);
    known.set(key, found);
    return found;
  };

  describe.each([pgd, apgd])('$kind', (ascent) => {
    test('reaches 99 % of the best of 200 starts', () => {
      const all = golden.regions.map(({ p, normalization, rho }) => regionOf(p, normalization, [rho]));
      const groups = golden.regions[0]!.maxima.map((_, group) => group);
      const found = measureGroups(
        engine,
        goldenRun(golden.checkpoint),
        { ...oneStepPlan(all), ascent },
        groups,
      );
      golden.regions.forEach(({ maxima }, region) => {
        maxima.forEach((maximum, group) => {
          expect(found[group]!.values[region]![0]!.value / maximum).toBeGreaterThan(0.99);
        });
      });
    });
  });

  describe.each(['mnist-mlp', 'mnist-cnn-batch-norm', 'mnist-cnn-dead-filter'])('%s', (run) => {
    const oneStep = measured(run, { kind: 'one-step' }, { precision: 'float64' });

    test.each(ascents)('is at least what one step gives, and 0: $kind, $restarts starts', (ascent) => {
      const { values } = measured(run, ascent);
      values.forEach((row, i) => {
        row.forEach(({ value, certificate }, j) => {
          const step = oneStep.values[i]![j]!.value;
          expect(value).toBeGreaterThanOrEqual(Math.max(0, certificate!.oneStep));
          expect(Math.abs(certificate!.oneStep - step)).toBeLessThanOrEqual(1e-9 * Math.abs(step));
        });
      });
    });
  });

  test('grows with the radius, and with the restarts', () => {
    const once = measured('mnist-cnn', apgd);
    const thrice = measured('mnist-cnn', { ...apgd, restarts: 3 });
    once.values.forEach((row, i) => {
      for (let j = 1; j < row.length; j++) expect(row[j]!.value).toBeGreaterThan(row[j - 1]!.value);
      row.forEach(({ value }, j) => {
        expect(thrice.values[i]![j]!.value).toBeGreaterThanOrEqual(value * (1 - 1e-3));
      });
    });
  });

  test('is the same in double precision, but for the path', () => {
    const [single, double] = (['float32', 'float64'] as const).map((precision) =>
      valuesOf(measured('mnist-mlp', apgd, { precision })),
    );
    single!.flat().forEach((value, k) => {
      expect(Math.abs(value / double!.flat()[k]! - 1)).toBeLessThan(1e-2);
    });
  });

  test('says where float32 was not enough', () => {
    const { values } = measured('mnist-mlp', apgd);
    expect(values[0]!.map(({ source }) => source)).toEqual(['float64', 'float32', 'float32']);
  });

  describe('certificates', () => {
    const every = (measures: GroupMeasures) =>
      measures.values.flatMap((row, i) => row.map((value) => ({ region: regions[i]!, ...value })));

    test('the curve rises to the value, and has a point a step', () => {
      for (const { value, certificate } of every(measured('mnist-cnn', apgd, { precision: 'float64' }))) {
        const { curve } = certificate!;
        expect(curve).toHaveLength(apgd.steps);
        for (let k = 1; k < curve.length; k++) expect(curve[k]).toBeGreaterThanOrEqual(curve[k - 1]!);
        expect(Math.abs(value / curve.at(-1)! - 1)).toBeLessThan(1e-9);
      }
    });

    test('the maximizer is in the ball; with p = infinity it is told how many coordinates are on its boundary', () => {
      for (const { region, certificate } of every(measured('mnist-cnn', apgd))) {
        expect(certificate!.maximizerNorm).toBeLessThanOrEqual(1 + 1e-12);
        expect(certificate!.maximizerNorm).toBeGreaterThan(0.9);
        if (region.p === 2) expect(certificate!.boundaryShare).toBeNull();
        else expect(certificate!.boundaryShare).toBeGreaterThan(0.3);
      }
    });

    test('the share on the boundary is that of the perturbation, also where one step wins', () => {
      const run = goldenRun('mnist-mlp');
      const region = regionOf('inf', 'none', [1e-6, 1e-5, 1e-3]);
      const shares: number[] = [];
      const onPerturbation = ({ direction }: Perturbation): void => {
        const z = Object.values(direction).flatMap((tensor) => [...engine.doubles(tensor)]);
        shares.push(z.filter((one) => Math.abs(one) >= 0.999).length / z.length);
      };
      const plan = { ...oneStepPlan([region]), ascent: apgd };
      const graphs = sharpnessGraphs(
        engine,
        { model: run.network, parameters: run.weights.parameters },
        plan,
      );
      const examples = exactExamplesOf(engine, dataset, dataset.train, [0, 1, 2, 3, 4, 5, 6, 7]);
      const context = { engine, graphs, weights: run.weights, examples, index: 0, seed: 0, onPerturbation };
      const { values } = measureGroup(context, plan);
      graphs.dispose();
      expect(values[0]!.map(({ certificate }) => certificate!.boundaryShare)).toEqual(shares);
      expect(Math.max(...shares)).toBeLessThan(0.9);
    });

    test('restarts have a spread, one start has none', () => {
      for (const { certificate } of every(measured('mnist-mlp', apgd)))
        expect(certificate!.restartSpread).toBeNull();
      const spreads = every(measured('mnist-mlp', { ...apgd, restarts: 3 }));
      expect(spreads.every(({ certificate }) => certificate!.restartSpread! >= 0)).toBe(true);
      expect(spreads.some(({ certificate }) => certificate!.restartSpread! > 0)).toBe(true);
    });

    test('two steps of small size are still improving, twenty of Auto-PGD at a small radius are not', () => {
      const two = every(measured('mnist-mlp', { ...pgd, steps: 4, stepSize: 0.1 }));
      expect(two.every(({ certificate }) => certificate!.stillImproving)).toBe(true);
      expect(measured('mnist-mlp', apgd).values[0]![0]!.certificate!.stillImproving).toBe(false);
    });
  });

  test('random starts follow from the seed and the group', () => {
    const run = goldenRun('mnist-mlp');
    const plan = { ...oneStepPlan(regions), ascent: { ...apgd, restarts: 3 } };
    const spreads = (group: number, seed: number) =>
      measureGroups(engine, run, plan, [group], seed)[0]!.values.map((row) =>
        row.map(({ certificate }) => certificate!.restartSpread),
      );
    const here = spreads(4, 0);
    expect(spreads(4, 0)).toEqual(here);
    expect(spreads(4, 1)).not.toEqual(here);
  });

  test('holds the memory of one start, however many there are', () => {
    const run = goldenRun('mnist-mlp');
    const most = (restarts: number): number => {
      let tensors = 0;
      const watched: Engine = {
        ...engine,
        // every random start comes through here
        fromDoubles: (values, shape) => {
          tensors = Math.max(tensors, tf.memory().numTensors);
          return engine.fromDoubles(values, shape);
        },
      };
      measureGroups(watched, run, { ...oneStepPlan([regions[0]!]), ascent: { ...apgd, restarts } }, [0]);
      return tensors;
    };
    expect(most(6)).toBeLessThanOrEqual(most(3));
  });

  test('a loss beyond float32 is climbed in double precision', () => {
    const run = goldenRun('mnist-mlp');
    const plan = { ...oneStepPlan([regionOf('inf', 'none', [1e30])]), ascent: { ...apgd, restarts: 2 } };
    const [single, double] = (['float32', 'float64'] as const).map(
      (precision) => measureGroups(engine, run, { ...plan, precision }, [0])[0]!.values[0]![0]!,
    );
    // beyond float32's range, within that of doubles
    expect(double!.value).toBeGreaterThan(1e60);
    expect(single).toEqual(double);
    expect(single!.certificate!.restartSpread).not.toBeNaN();
  });

  test('leaves no tensor', () => {
    const run = goldenRun('mnist-cnn-batch-norm');
    const { numTensors, numDataBuffers } = tf.memory();
    measureGroups(engine, run, { ...oneStepPlan(regions), ascent: { ...apgd, restarts: 2 } }, [0, 1]);
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
  });
});
