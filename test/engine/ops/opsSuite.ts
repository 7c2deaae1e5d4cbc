import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { dropout, type Engine, relu, shakeDrop, softmaxCrossEntropy } from '../../../src/engine/index.ts';
import { expectClose } from '../../support/expectClose.ts';
import { elements, type HostArray, map, normals, read, tensorOf } from '../../support/hostTensors.ts';
import { type OpCase, opCases, training } from './cases.ts';
import { channelMoments, numericGradient } from './reference.ts';

const FLOAT32 = { relative: 2e-5, absolute: 2e-5 };

function weightedSum(y: HostArray, weights: HostArray): number {
  return y.values.reduce((total, value, k) => total + value * weights.values[k]!, 0);
}

/** What the gradient of sum(weights * op(inputs)) is to be, by input. */
function expectedGradients({ inputs, reference }: OpCase, weights: HostArray): Float64Array[] {
  return inputs.map((input, k) =>
    numericGradient((moved) => weightedSum(reference(...inputs.with(k, moved)), weights), input),
  );
}

/** The gradient as tfjs and our ops compute it, as a function of tensors. */
function gradients(op: OpCase): (inputs: readonly tf.Tensor[], dy: tf.Tensor) => tf.Tensor[] {
  return (inputs, dy) => tf.grads((...given: tf.Tensor[]) => op.apply(...given))([...inputs], dy);
}

export function opsSuite(engine: Engine): void {
  describe.each(opCases)('$name', (op) => {
    const expected = op.reference(...op.inputs);
    const weights = normals(99, expected.shape);

    test('has the value of its definition', () => {
      expectClose(
        read(engine, () => op.apply(...op.inputs.map(tensorOf))),
        expected.values,
        FLOAT32,
      );
    });

    test('has the gradient that differences of its definition have', () => {
      const found = tf.tidy(() => gradients(op)(op.inputs.map(tensorOf), tensorOf(weights)));
      for (const [k, values] of expectedGradients(op, weights).entries()) {
        expectClose(engine.doubles(found[k]!), values, FLOAT32);
      }
    });

    test('leaves no tensor in a tidy', () => {
      const inputs = op.inputs.map(tensorOf);
      const before = tf.memory();
      tf.dispose(tf.tidy(() => gradients(op)(inputs, tensorOf(weights))));
      const { numTensors, numDataBuffers } = tf.memory();
      expect({ numTensors, numDataBuffers }).toMatchObject({
        numTensors: before.numTensors,
        numDataBuffers: before.numDataBuffers,
      });
    });
  });

  test('batch norm in training gives the mean and the unbiased variance of the batch', () => {
    const { x, scale, offset } = training;
    const { mean, variance } = training.batchNormTraining([x, scale, offset].map(tensorOf));
    const expected = channelMoments(x);
    const count = elements(x.shape) / x.shape.at(-1)!;
    expectClose(engine.doubles(mean), expected.mean.values, FLOAT32);
    expectClose(
      engine.doubles(variance),
      expected.variance.values.map((v) => (v * count) / (count - 1)),
      FLOAT32,
    );
  });

  test('batch norm in training keeps its digits over a large batch', () => {
    const { scale, offset } = training;
    const channels = elements(scale.shape);
    const x = map(normals(5, [64, 28, 28, channels]), (value) => 0.1 * value - 0.4);
    const expected = channelMoments(x);
    const { mean, variance } = training.batchNormTraining([x, scale, offset].map(tensorOf));
    const count = elements(x.shape) / channels;
    expectClose(engine.doubles(mean), expected.mean.values, { relative: 1e-6 });
    expectClose(
      engine.doubles(variance),
      expected.variance.values.map((v) => (v * count) / (count - 1)),
      { relative: 1e-6 },
    );
  });

  test('the gradient of relu at 0 is 0', () => {
    const gradient = tf.tidy(() =>
      tf.grad((x: tf.Tensor) => relu(x))(tf.tensor1d([-1, 0, 2]), tf.tensor1d([3, 4, 5])),
    );
    expect(Array.from(gradient.dataSync())).toEqual([0, 0, 5]);
  });

  test('softmax cross-entropy of logits that exp cannot hold stays finite', () => {
    const losses = tf.tidy(() =>
      softmaxCrossEntropy(tf.tensor2d([[1e4, 0, -1e4]]), tf.tensor2d([[0, 1, 0]])),
    );
    expect(losses.dataSync()[0]).toBe(1e4);
  });

  describe('dropout', () => {
    const ones = () => tf.ones([64, 64]);
    const seed = (run: number, layer: number) => tf.tensor1d([run, layer], 'int32');
    const draw = (rate: number, run: number, layer: number) =>
      read(engine, () => dropout(ones(), rate, seed(run, layer)));

    test('with rate 0 changes nothing', () => {
      const x = ones();
      expect(dropout(x, 0, seed(1, 2))).toBe(x);
    });

    test.each([
      [0, 0],
      [3, 1],
      [0, 1009],
    ])('drops the same elements for the same seed [%i, %i]', (run, layer) => {
      expect(draw(0.5, run, layer)).toEqual(draw(0.5, run, layer));
    });

    test('drops other elements for another run or layer', () => {
      const draws = [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
        [0, 1009],
      ].map(([run, layer]) => draw(0.5, run!, layer!).join());
      expect(new Set(draws).size).toBe(draws.length);
    });

    test('keeps the expected value', () => {
      const values = draw(0.25, 5, 1);
      const kept = values.filter((value) => value !== 0);
      expectClose(
        kept,
        kept.map(() => 4 / 3),
        { relative: 1e-6 },
      );
      // four standard deviations of a share of 4096 elements
      expect(Math.abs(kept.length / values.length - 0.75)).toBeLessThan(0.027);
    });

    test('lets the gradient through where it kept an element', () => {
      const gradient = read(engine, () => tf.grad((x: tf.Tensor) => dropout(x, 0.25, seed(5, 1)))(ones()));
      expect(gradient).toEqual(draw(0.25, 5, 1));
    });
  });

  describe('ShakeDrop', () => {
    const batch = 2000;
    const ones = () => tf.ones([batch, 1, 1, 2]) as tf.Tensor4D;
    const seed = (run: number) => tf.tensor1d([run, 1], 'int32');
    const forward = (survival: number, run: number) =>
      read(engine, () => shakeDrop(ones(), tf.scalar(survival), seed(run)));
    const backward = (survival: number, run: number) =>
      read(engine, () =>
        tf.grad((x: tf.Tensor) => shakeDrop(x as tf.Tensor4D, tf.scalar(survival), seed(run)))(ones()),
      );
    const oneOfEach = (values: Float64Array) => values.filter((_, k) => k % 2 === 0);

    test('that survives changes nothing', () => {
      expect(new Set(forward(1, 3))).toEqual(new Set([1]));
      expect(new Set(backward(1, 3))).toEqual(new Set([1]));
    });

    test('that does not multiplies every example by its own draw, and the gradient by another', () => {
      const [alpha, beta] = [forward(0, 3), backward(0, 3)].map(oneOfEach) as [Float64Array, Float64Array];
      expect(Array.from(forward(0, 3))).toEqual(Array.from(alpha).flatMap((value) => [value, value]));
      expectUniform(alpha, -1, 1);
      expectUniform(beta, 0, 1);
      expect(new Set(alpha).size).toBeGreaterThan(batch / 2);
      const [meanAlpha, meanBeta] = [mean(alpha), mean(beta)];
      const products = alpha.map((value, k) => (value - meanAlpha) * (beta[k]! - meanBeta));
      // uncorrelated: four standard deviations of a mean
      expect(Math.abs(mean(products))).toBeLessThan((4 * (1 / 6)) / Math.sqrt(batch));
    });

    test('survives for a whole batch, on the way back as on the way forward, as often as is said', () => {
      const runs = Array.from({ length: 60 }, (_, run) => run);
      const survived = runs.filter((run) => {
        const [y, dy] = [forward(0.5, run), backward(0.5, run)].map((values) => values.every((v) => v === 1));
        expect(y).toBe(dy);
        return y;
      });
      expect(survived.length).toBeGreaterThan(15);
      expect(survived.length).toBeLessThan(45);
    });
  });
}

function mean(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}

/** Within the bounds, near both, and with the middle for its mean, to four standard deviations. */
function expectUniform(values: Float64Array, low: number, high: number): void {
  const width = high - low;
  expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
  expect(Math.max(...values)).toBeLessThanOrEqual(high);
  expect(Math.min(...values)).toBeLessThan(low + 0.01 * width);
  expect(Math.max(...values)).toBeGreaterThan(high - 0.01 * width);
  const deviation = width / Math.sqrt(12 * values.length);
  expect(Math.abs(mean(values) - (low + high) / 2)).toBeLessThan(4 * deviation);
}

/** Where there is double precision: the composed ops, as float64 functions have them. */
export function float64OpsSuite(engine: Engine): void {
  describe.each(opCases)('in float64, $name', (op) => {
    const expected = op.reference(...op.inputs);
    const weights = normals(99, expected.shape);
    const FLOAT64 = { relative: 1e-8, absolute: 1e-8 };

    test('has the value and the gradient of its definition', () => {
      const value = engine.compile((inputs: readonly tf.Tensor[]) => op.apply(...inputs), {
        precision: 'float64',
      });
      const gradient = engine.compile(gradients(op), { precision: 'float64' });
      const inputs = op.inputs.map(tensorOf);
      expectClose(engine.doubles(value(inputs)), expected.values, FLOAT64);
      const found = gradient(inputs, tensorOf(weights));
      for (const [k, values] of expectedGradients(op, weights).entries()) {
        expectClose(engine.doubles(found[k]!), values, FLOAT64);
      }
      value.dispose();
      gradient.dispose();
    });
  });
}
