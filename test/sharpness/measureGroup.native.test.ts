import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { model, type Weights } from '../../src/models/apply/index.ts';
import {
  type BiasPolicy,
  type GroupMeasures,
  measureGroup,
  type SharpnessPlan,
  sharpnessGraphs,
} from '../../src/sharpness/index.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';
import { goldenRun } from '../support/goldenRuns.ts';
import {
  allGroups,
  type Comparison,
  expectGolden,
  measureGroups,
  oneStepPlan,
  regionOf,
  valuesOf,
} from './goldenMeasures.ts';

const small = [
  'mnist-mlp',
  'mnist-cnn',
  'mnist-cnn-batch-norm',
  'mnist-cnn-rescaled',
  'mnist-cnn-dead-filter',
];
const biases: readonly BiasPolicy[] = ['constant', 'normalized', 'frozen'];

function float32(checkpoint: string, bias: BiasPolicy, groups: readonly number[]): Comparison {
  return { checkpoint, bias, groups, precision: 'float32', tolerance: { relative: 3e-3, absolute: 1e-6 } };
}

function float64(checkpoint: string, bias: BiasPolicy, groups: readonly number[]): Comparison {
  return { checkpoint, bias, groups, precision: 'float64', tolerance: { relative: 1e-9, absolute: 1e-15 } };
}

const comparisons: readonly Comparison[] = [
  ...small.map((checkpoint) => float32(checkpoint, 'constant', allGroups)),
  ...small.flatMap((checkpoint) => [
    float32(checkpoint, 'normalized', [0, 1, 2]),
    float32(checkpoint, 'frozen', [3, 4, 5]),
  ]),
  float32('mnist-wide-resnet-10-1', 'normalized', [6]),
  float32('mnist-resnet-20', 'constant', [4]),
  ...small.flatMap((checkpoint) => biases.map((bias) => float64(checkpoint, bias, allGroups))),
  ...biases.map((bias) => float64('mnist-wide-resnet-10-1', bias, [3])),
  float64('mnist-resnet-20', 'constant', [1]),
];

/** Two regions at some radii. */
function planAt(
  radii: readonly number[],
  precision: SharpnessPlan['precision'],
  bias: BiasPolicy = 'constant',
): SharpnessPlan {
  return oneStepPlan(
    [regionOf(2, 'none', radii, { bias }), regionOf('inf', 'element', radii, { bias })],
    precision,
  );
}

const radii = [1e-5, 1e-2, 1];
const plan = planAt(radii, 'float32');

function sourcesOf({ values }: GroupMeasures): string[][] {
  return values.map((row) => row.map(({ source }) => source));
}

function firstOrderOf({ values }: GroupMeasures): (number | null)[][] {
  return values.map((row) => row.map(({ firstOrder }) => firstOrder));
}

/** A deep and narrow network whose loss no precision holds once its weights are moved far. */
const deep = { architecture: 'mlp', hidden: Array(9).fill(1), inputShape: [1, 1, 1], classes: 2 } as const;

function deepWeights(value: number): Weights {
  const parameters = Array.from({ length: 10 }, (_, k) => {
    const row = k === 9 ? [[value], [2 * value]] : [[value]];
    return { [`fc${k + 1}.weight`]: tf.tensor2d(row), [`fc${k + 1}.bias`]: tf.zeros([row.length]) };
  });
  return { parameters: Object.assign({}, ...parameters) as Weights['parameters'], buffers: {} };
}

await describeOn('native', (engine) => {
  describe('measureGroup', () => {
    test.each(comparisons)(
      'agrees with the reference: $checkpoint, $bias biases, $precision, groups $groups',
      (c) => {
        expectGolden(engine, c);
      },
    );

    test.each([1, 8, 12, 40])('float32 agrees with float64 for logits %i times as large', (factor) => {
      const { network, weights } = goldenRun('mnist-mlp');
      const layer = 'fc3.weight';
      const larger = tf.mul(weights.parameters[layer]!, factor);
      const run = {
        network,
        weights: { ...weights, parameters: { ...weights.parameters, [layer]: larger } },
      };
      const [ours, exact] = (['float32', 'float64'] as const).map((precision) =>
        measureGroups(engine, run, planAt([1e-5, 1e-3, 1e-1], precision), [0, 1, 7]),
      );
      ours!.forEach((measures, group) => {
        const expected = valuesOf(exact![group]!).flat();
        expectClose(valuesOf(measures).flat(), expected, { relative: 3e-3, absolute: 1e-30 });
      });
    });

    test.each(['float32', 'float64'] as const)('leaves no tensor (%s)', (precision) => {
      const run = goldenRun('mnist-cnn-batch-norm');
      const { numTensors, numDataBuffers, numBytes } = tf.memory();
      measureGroups(engine, run, planAt(radii, precision), [0, 1]);
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
    });

    test('gives the same numbers every time', () => {
      const run = goldenRun('mnist-cnn');
      expect(measureGroups(engine, run, plan, [3])).toEqual(measureGroups(engine, run, plan, [3]));
    });

    test('says where each value comes from', () => {
      const run = goldenRun('mnist-cnn');
      const [exact] = measureGroups(engine, run, planAt(radii, 'float64'), [0]);
      expect(sourcesOf(exact!)).toEqual(plan.regions.map(() => ['float64', 'float64', 'float64']));
      const [measured] = measureGroups(engine, run, plan, [0]);
      // the value of plain sharpness at 1e-5 is of the size of float32's noise
      expect(sourcesOf(measured!)[0]).toEqual(['float64', 'float32', 'float32']);
    });

    test('frozen biases do not count, for plain sharpness too', () => {
      const run = goldenRun('mnist-cnn');
      const [constant, frozen] = (['constant', 'frozen'] as const).map(
        (bias) => measureGroups(engine, run, planAt(radii, 'float32', bias), [0])[0]!,
      );
      expect(firstOrderOf(frozen!)[0]![0]!).toBeLessThan(firstOrderOf(constant!)[0]![0]!);
      expect(frozen!.loss).toBe(constant!.loss);
    });

    const groupOf = (weights: Weights, target: readonly number[], given: SharpnessPlan) => {
      const graphs = sharpnessGraphs(engine, { model: model(deep), parameters: weights.parameters }, given);
      const images = engine.fromDoubles([1], [1, 1, 1, 1]) as tf.Tensor4D;
      const examples = { images, targets: tf.tensor2d([[...target]]) };
      const measures = measureGroup({ engine, graphs, weights, examples, index: 0, seed: 0 }, given);
      graphs.dispose();
      return measures;
    };

    describe.each(['float32', 'float64'] as const)('in %s', (precision) => {
      const regions = (['none', 'element'] as const).map((one) => regionOf('inf', one, [1e-3, 1e38]));
      const far = oneStepPlan(regions, precision);

      test('a loss that overflows is infinite', () => {
        const values = valuesOf(groupOf(deepWeights(1), [1, 0], far));
        expect(values.map((row) => row[1])).toEqual([Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]);
        expect(values.map((row) => row[0]).every(Number.isFinite)).toBe(true);
      });

      test('a network of zeros has no sharpness', () => {
        // equal logits and equal targets: the gradient is zero
        const measures = groupOf(deepWeights(0), [0.5, 0.5], far);
        expect([valuesOf(measures), firstOrderOf(measures)]).toEqual([
          Array(2).fill([0, 0]),
          Array(2).fill([0, 0]),
        ]);
      });

      test('a network that is no number has none', () => {
        const measures = groupOf(deepWeights(Number.NaN), [1, 0], far);
        expect(valuesOf(measures).flat()).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
        expect(measures.loss).toBeNaN();
      });
    });
  });
});
