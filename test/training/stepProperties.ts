import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/index.ts';
import { type Examples, model } from '../../src/models/apply/index.ts';
import type { ModelOptions } from '../../src/models/spec/index.ts';
import { compileStep, type StepOptions, type TrainingState } from '../../src/training/step.ts';
import type { SharpnessAware } from '../../src/training/types.ts';
import { expectClose } from '../support/expectClose.ts';
import { batchesOf, golden, initialParameters, initialState } from './goldenTraining.ts';

const mlp = golden.networks.mlp!;
const cnn = golden.networks.cnn!;
const cnnBatchNorm = golden.networks['cnn-bn']!;
const withDropout: ModelOptions = { ...cnn, dropoutRate: 0.5 } as ModelOptions;
const asam: SharpnessAware = {
  radius: 0.5,
  p: 2,
  normalization: 'element',
  bias: 'constant',
  eta: 0.01,
  m: null,
  batchNormStatistics: 'first',
};
const plain: StepOptions = {
  optimizer: { kind: 'sgd', momentum: 0.9, nesterov: false },
  sharpnessAware: null,
  weightDecay: { lambda: 5e-4, scope: 'all', kind: 'coupled' },
  clipNorm: null,
  accumulate: 1,
  batchSize: golden.batchSize,
};

interface Given {
  readonly start?: TrainingState;
  readonly batch?: Examples;
  readonly seed?: number;
}

interface Came {
  readonly parameters: Float32Array;
  readonly loss: number;
  readonly squaredNorm: number;
}

function slice({ images, targets }: Examples, start: number, count: number): Examples {
  return {
    images: tf.slice(images, [start, 0, 0, 0], [count, -1, -1, -1]),
    targets: tf.slice(targets, [start, 0], [count, -1]),
  };
}

/** Every parameter of a kind set to zero. */
function withZeros(options: ModelOptions, isZero: (name: string) => boolean): TrainingState {
  const parameters = [...initialParameters(options)].map(([name, { shape, data }]) => {
    return [name, { shape, data: isZero(name) ? data.map(() => 0) : data }] as const;
  });
  return initialState(options, plain.optimizer, new Map(parameters)).state;
}

/** Properties of a training step on an engine. */
export function stepProperties(engine: Engine): void {
  const compiled = (options: ModelOptions, change: Partial<StepOptions>) => {
    const { layout } = initialState(options, plain.optimizer);
    return compileStep(engine, { model: model(options), layout, labelSmoothing: 0 }, { ...plain, ...change });
  };
  const input = (batch: Examples, seed: number) => ({
    batch,
    seed: tf.tensor1d([seed, 0], 'int32'),
    rates: { learningRate: tf.scalar(0.1), weightDecay: tf.scalar(plain.weightDecay.lambda) },
  });
  /** What one step of these options comes to. */
  const take = (options: ModelOptions, change: Partial<StepOptions>, given: Given = {}): Came => {
    const start = given.start ?? initialState(options, plain.optimizer).state;
    const batch = given.batch ?? batchesOf(options)[0]!;
    const step = compiled(options, change);
    const { state, loss, squaredNorm } = step(start, input(batch, given.seed ?? 0));
    step.dispose();
    return {
      parameters: state.parameters.dataSync().slice() as Float32Array,
      loss: loss.dataSync()[0]!,
      squaredNorm: squaredNorm.dataSync()[0]!,
    };
  };
  const expectSame = (actual: Came, expected: Came): void => {
    expectClose(actual.parameters, expected.parameters, { relative: 1e-6, absolute: 1e-7 });
    expectClose([actual.loss, actual.squaredNorm], [expected.loss, expected.squaredNorm], { relative: 1e-5 });
  };
  const expectDifferent = (actual: Came, expected: Came): void => {
    expect(actual.parameters).not.toEqual(expected.parameters);
  };

  describe('a training step', () => {
    test.each([2, 'inf', 3] as const)('with a zero gradient perturbs nothing (p = %s)', (p) => {
      // logits that are 0 have uniform probabilities
      const start = withZeros(cnn, (name) => name.startsWith('fc'));
      const { images, targets } = batchesOf(cnn)[0]!;
      const batch = { images, targets: tf.fill(targets.shape, 0.25) as tf.Tensor2D };
      const sgd = take(cnn, {}, { start, batch });
      expect(sgd.squaredNorm).toBe(0);
      const sharp = take(cnn, { sharpnessAware: { ...asam, p } }, { start, batch });
      expect(sharp).toEqual(sgd);
    });

    test.each(['element', 'filter'] as const)('takes filters that are zero, without eta (%s)', (by) => {
      const isZero = (name: string) => name === 'conv1.weight' || name === 'conv2.weight';
      const sharpnessAware: SharpnessAware = { ...asam, normalization: by, eta: 0, bias: 'frozen' };
      const { parameters, loss } = take(cnn, { sharpnessAware }, { start: withZeros(cnn, isZero) });
      expect([...parameters, loss].every(Number.isFinite)).toBe(true);
      const nothing = withZeros(cnn, () => true);
      // all of T g is zero
      expectSame(
        take(cnn, { sharpnessAware }, { start: nothing }),
        take(cnn, {}, { start: withZeros(cnn, () => true) }),
      );
    });

    test.each([
      ['a dropout', withDropout],
      ['batch norm', cnnBatchNorm],
    ] as const)('with radius 0 is one of SGD (%s)', (_, options) => {
      const sharpnessAware = { ...asam, radius: 0 };
      expectSame(take(options, { sharpnessAware }), take(options, {}));
      expectDifferent(take(options, { sharpnessAware: asam }), take(options, {}));
    });

    test('with m the size of the batch is one without m', () => {
      const whole = take(cnnBatchNorm, { sharpnessAware: asam });
      expectSame(take(cnnBatchNorm, { sharpnessAware: { ...asam, m: golden.batchSize } }), whole);
      expectDifferent(take(cnnBatchNorm, { sharpnessAware: { ...asam, m: 4 } }), whole);
    });

    test.each([2, 3, 8])('in %i parts is one of the whole batch, without batch norm', (accumulate) => {
      for (const sharpnessAware of [null, asam]) {
        const whole = take(mlp, { sharpnessAware });
        expectSame(take(mlp, { sharpnessAware, accumulate }), whole);
      }
    });

    test('takes a last batch that is smaller than a part', () => {
      const batch = slice(batchesOf(cnn)[0]!, 0, 3);
      const whole = take(cnn, { sharpnessAware: asam }, { batch });
      expectSame(take(cnn, { sharpnessAware: asam, accumulate: 2 }, { batch }), whole);
      expectSame(take(cnn, { sharpnessAware: { ...asam, m: 4 } }, { batch }), whole);
    });

    test('drops what the seed says, and in each part something else', () => {
      const once = take(withDropout, {}, { seed: 5 });
      expect(take(withDropout, {}, { seed: 5 })).toEqual(once);
      expectDifferent(take(withDropout, {}, { seed: 6 }), once);
      // a batch that is the same examples twice, in two parts
      const half = slice(batchesOf(withDropout)[0]!, 0, 4);
      const twice = {
        images: tf.concat([half.images, half.images]) as tf.Tensor4D,
        targets: tf.concat([half.targets, half.targets]) as tf.Tensor2D,
      };
      const first = take(withDropout, {}, { batch: half, seed: 5 });
      expectDifferent(take(withDropout, { accumulate: 2 }, { batch: twice, seed: 5 }), first);
    });

    test.each([
      ['whole', {}],
      ['ASAM', { sharpnessAware: asam }],
      ['ASAM with p = inf', { sharpnessAware: { ...asam, p: 'inf' } }],
      ['in parts', { accumulate: 2, sharpnessAware: asam }],
      ['clipped', { clipNorm: 1 }],
    ] as [string, Partial<StepOptions>][])('says so when the loss is no number (%s)', (_, change) => {
      const { images, targets } = batchesOf(mlp)[0]!;
      const batch = { images: tf.mul(images, Number.NaN) as tf.Tensor4D, targets };
      const { loss, squaredNorm } = take(mlp, change, { batch });
      expect([loss, squaredNorm]).toEqual([Number.NaN, Number.NaN]);
    });

    test.each([
      ['SGD', {}],
      ['ASAM', { sharpnessAware: asam }],
      ['ASAM with m = 3', { sharpnessAware: { ...asam, m: 3 } }],
      ['ASAM in 2 parts', { sharpnessAware: asam, accumulate: 2 }],
    ] as [string, Partial<StepOptions>][])('leaves no tensor but its results (%s)', (_, change) => {
      const { state } = initialState(cnnBatchNorm, plain.optimizer);
      const given = input(batchesOf(cnnBatchNorm)[0]!, 0);
      const step = compiled(cnnBatchNorm, change);
      tf.dispose(step(state, given) as unknown as tf.TensorContainer);
      const { numTensors, numDataBuffers } = tf.memory();
      tf.dispose(step(state, given) as unknown as tf.TensorContainer);
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
      step.dispose();
    });
  });
}
