import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type Examples, model, toStored } from '../../src/models/apply/index.ts';
import {
  type LossName,
  measureGroup,
  type Perturbation,
  type SharpnessPlan,
  sharpnessGraphs,
} from '../../src/sharpness/index.ts';
import { describeOn } from '../support/describeOn.ts';
import { expectClose } from '../support/expectClose.ts';
import { normals } from '../support/hostTensors.ts';
import type { StoredWeights } from '../support/referenceNetwork.ts';
import {
  examplesOn,
  movedBy,
  options,
  parameterNames,
  planOf,
  referenceLosses,
  region,
  stored,
  weightsOn,
} from './smallNetwork.ts';

const losses: readonly LossName[] = ['cross-entropy', 'normalized-logits', 'margin'];
const modes = ['evaluation', 'batch'] as const;
const choices = losses.flatMap((loss) => modes.map((batchNorm) => ({ loss, batchNorm })));
type Choice = (typeof choices)[number];

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The derivative of the reference's mean loss along a direction of one parameter. */
function slope(choice: Choice, name: string, along: Float64Array): number {
  const { shape, data } = stored.get(name)!;
  const lossAt = (h: number): number => {
    const moved: StoredWeights = new Map(stored).set(name, {
      shape,
      data: along.map((d, k) => data[k]! + h * d),
    });
    return mean(referenceLosses(choice, moved));
  };
  const h = 1e-6;
  return (lossAt(h) - lossAt(-h)) / (2 * h);
}

await describeOn('native', (engine) => {
  const withDropout = model({ ...options, dropoutRate: 0.5 });

  describe.each(choices)('$loss, batch norm in $batchNorm mode', (choice) => {
    const regions = [region(), region({ p: 'inf', normalization: 'none', radii: [1e-3, 0.03] })];

    test('the losses and their gradient are those of plain double precision', () => {
      const graphs = sharpnessGraphs(
        engine,
        { model: withDropout, parameters: weightsOn().parameters },
        planOf(choice),
      );
      const { parameters, buffers } = weightsOn();
      const weights = { parameters: graphs.vector(parameters), buffers };
      const { losses: found, gradient: vector } = graphs.gradient(weights, examplesOn(engine));
      const gradient = graphs.tensors(vector);
      expectClose(engine.doubles(found), referenceLosses(choice), { absolute: 1e-12 });
      const alongs = parameterNames.map((name, k) => normals(50 + k, stored.get(name)!.shape).values);
      const slopes = parameterNames.map((name, k) => {
        const tensor = gradient[name]!;
        const { data } = toStored({ shape: tensor.shape, data: engine.doubles(tensor) });
        return data.reduce((sum, g, i) => sum + g * alongs[k]![i]!, 0);
      });
      expectClose(
        slopes,
        parameterNames.map((name, k) => slope(choice, name, alongs[k]!)),
        { relative: 1e-7, absolute: 1e-8 },
      );
      graphs.dispose();
    });

    test.each([{ kind: 'one-step' }, { kind: 'apgd', steps: 3, restarts: 1 }] as const)(
      'the values are rises of this loss: $kind',
      (ascent) => {
        const plan = planOf({ ...choice, regions, ascent });
        const [weights, examples] = [weightsOn(), examplesOn(engine)];
        const network = { model: withDropout, parameters: weights.parameters };
        const graphs = sharpnessGraphs(engine, network, plan);
        const expected: number[] = [];
        const onPerturbation = ({ direction, radius }: Perturbation): void => {
          const moved = referenceLosses(choice, movedBy(engine, direction, radius));
          expected.push(mean(moved) - mean(referenceLosses(choice)));
        };
        const { values } = measureGroup(
          { engine, graphs, weights, examples, index: 0, seed: 0, onPerturbation },
          plan,
        );
        const found = values.flat().map(({ value }) => value);
        expect(Math.min(...found)).toBeGreaterThan(0);
        expectClose(found, expected, { absolute: 1e-11 });
        graphs.dispose();
      },
    );
  });

  describe('where losses have edges', () => {
    const constant = { architecture: 'mlp', hidden: [1], inputShape: [1, 1, 1], classes: 3 } as const;

    /** Losses and bias gradient of a network whose logits are given, for an example of class 0. */
    function atLogits(loss: LossName, logits: readonly number[], precision: SharpnessPlan['precision']) {
      const parameters = {
        'fc1.weight': tf.zeros([1, 1]),
        'fc1.bias': tf.zeros([1]),
        'fc2.weight': tf.zeros([3, 1]),
        'fc2.bias': tf.tensor1d([...logits]),
      };
      const network = { model: model(constant), parameters };
      const graphs = sharpnessGraphs(engine, network, planOf({ loss, precision }));
      const weights = { parameters: graphs.vector(parameters), buffers: {} };
      const examples: Examples = { images: tf.ones([1, 1, 1, 1]), targets: tf.tensor2d([[1, 0, 0]]) };
      const { losses: found, gradient: vector } = graphs.gradient(weights, examples);
      const gradient = graphs.tensors(vector);
      const result = {
        loss: engine.doubles(found)[0]!,
        gradient: [...engine.doubles(gradient['fc2.bias']!)],
      };
      graphs.dispose();
      return result;
    }

    test('of two equal rivals, one counts in the gradient of the margin', () => {
      expect(atLogits('margin', [0, 1, 1], 'float64')).toEqual({ loss: 1, gradient: [-1, 1, 0] });
    });

    test('the margin of an exploded network is its margin', () => {
      const big = 2 ** 50;
      expect(atLogits('margin', [big, 0, big / 2], 'float64')).toEqual({
        loss: -big / 2,
        gradient: [-1, 0, 1],
      });
    });

    test('equal logits have a normalized cross-entropy, and a derivative', () => {
      const { loss, gradient } = atLogits('normalized-logits', [2, 2, 2], 'float64');
      expect(loss).toBeCloseTo(Math.log(3), 12);
      expect(gradient.every(Number.isFinite)).toBe(true);
    });
  });
});
