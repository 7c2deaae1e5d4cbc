import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Engine, EngineError } from '../../../src/engine/index.ts';
import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';

function roundTrip(engine: Engine, values: readonly number[]): number[] {
  const tensor = engine.fromDoubles(values, [values.length]);
  const back = Array.from(engine.doubles(tensor));
  tensor.dispose();
  return back;
}

await describeOn('native', (engine) => {
  describe('doubles', () => {
    test('come back in all their bits', () => {
      fc.assert(
        fc.property(fc.array(fc.double(), { minLength: 1, maxLength: 20 }), (values) => {
          // toEqual tells 0 from -0
          expect(roundTrip(engine, values)).toEqual(values);
        }),
      );
      const special = [0, -0, Infinity, -Infinity, Number.NaN, Number.MAX_VALUE, Number.MIN_VALUE];
      expect(roundTrip(engine, special)).toEqual(special);
    });

    test('have a shape, a single and a place in the count of tensors', () => {
      const before = tf.memory();
      const tensor = engine.fromDoubles([1, 2, 1 / 3, 4, 5, 6], [3, 2]);
      expect(tensor.shape).toEqual([3, 2]);
      const single = engine.single(tensor);
      expect(Array.from(single.dataSync())).toEqual([1, 2, Math.fround(1 / 3), 4, 5, 6]);
      expect(Array.from(tf.add(single, 1).dataSync())[0]).toBe(2);
      expect(tf.memory().numTensors).toBe(before.numTensors + 3);
    });

    test('a float is its own single, and a tensor of its own', () => {
      const x = tf.scalar(0.1);
      expect(engine.doubles(x)[0]).toBe(Math.fround(0.1));
      engine.single(x).dispose();
      expect(x.dataSync()[0]).toBe(Math.fround(0.1));
    });

    test('of no elements, and a scalar', () => {
      expect(Array.from(engine.doubles(engine.fromDoubles([], [0])))).toEqual([]);
      const scalar = engine.fromDoubles([1e-9], []);
      expect([scalar.rank, engine.doubles(scalar)[0]]).toEqual([0, 1e-9]);
    });
  });

  describe('a float64 function', () => {
    test('holds what float32 cannot', () => {
      const add = engine.compile((x: tf.Tensor, y: tf.Tensor) => tf.add(x, y), { precision: 'float64' });
      const tiny = engine.fromDoubles([1e-12], [1]);
      expect(engine.doubles(add(tf.tensor1d([1]), tiny))[0]).toBe(1 + 1e-12);
      const sum = engine.compile((x: tf.Tensor) => tf.sum(x), { precision: 'float64' });
      expect(engine.doubles(sum(tf.tensor1d([1e8, 1, -1e8])))[0]).toBe(1);
      expect(tf.sum(tf.tensor1d([1e8, 1, -1e8])).dataSync()[0]).not.toBe(1);
      add.dispose();
      sum.dispose();
    });

    test('has its gradients in double precision', () => {
      const fn = (x: tf.Tensor) => tf.grad((v: tf.Tensor) => tf.log(tf.add(tf.exp(v), tf.square(v))))(x);
      const gradient = engine.compile(fn, { precision: 'float64' });
      const points = [-2.5, 0.1, 1 / 3, 7];
      const expected = points.map((x) => (Math.exp(x) + 2 * x) / (Math.exp(x) + x * x));
      const found = engine.doubles(gradient(engine.fromDoubles(points, [4])));
      expectClose(found, expected, { relative: 1e-14 });
      gradient.dispose();
    });

    test('takes floats, doubles and integers, and gives integers as such', () => {
      const fn = (x: tf.Tensor, at: tf.Tensor1D) => [tf.sum(tf.mul(x, tf.cast(at, 'float32'))), tf.argMax(x)];
      const f = engine.compile(fn, { precision: 'float64' });
      const at = tf.tensor1d([1, 3], 'int32');
      const [fromDoubles, index] = f(engine.fromDoubles([0.1, 0.2], [2]), at);
      expect(engine.doubles(fromDoubles!)[0]).toBe(0.1 + 3 * 0.2);
      expect([index!.dtype, index!.dataSync()[0]]).toEqual(['int32', 1]);
      const [fromFloats] = f(tf.tensor1d([0.1, 0.2]), at);
      expect(engine.doubles(fromFloats!)[0]).toBe(Math.fround(0.1) + 3 * Math.fround(0.2));
      f.dispose();
    });

    test('keeps doubles apart that are the same tensor', () => {
      const f = engine.compile((x: tf.Tensor, y: tf.Tensor) => tf.sub(x, y), { precision: 'float64' });
      const [x, y] = [engine.fromDoubles([1 / 3], [1]), engine.fromDoubles([1e-10], [1])];
      expect(engine.doubles(f(x, x))[0]).toBe(0);
      expect(engine.doubles(f(x, y))[0]).toBe(1 / 3 - 1e-10);
      f.dispose();
    });

    /** What a float64 function makes of a number that it holds. */
    function held(...values: readonly number[]): number[] {
      const f = engine.compile(() => tf.tensor1d([...values], 'float32'), { precision: 'float64' });
      const tensor = f();
      const found = Array.from(engine.doubles(tensor));
      tensor.dispose();
      f.dispose();
      return found;
    }

    test.each([0.01, 1e-5, 0.1, 0.9, 0.75, 1e-30, 1e20, -0.3, 0.1307, 3.0e38])(
      'takes the number %d that it holds for the decimal, not for the float32 next to it',
      (constant) => {
        const f = engine.compile((x: tf.Tensor) => [tf.add(x, constant), tf.mul(tf.sub(1, x), constant)], {
          precision: 'float64',
        });
        const [sum, product] = f(engine.fromDoubles([0], []));
        expect([engine.doubles(sum!)[0], engine.doubles(product!)[0]]).toEqual([constant, constant]);
        f.dispose();
      },
    );

    test('holds every decimal of six digits, and every whole number and power of two that float32 holds', () => {
      const decimal = fc
        .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.integer({ min: -30, max: 30 }))
        .map(([digits, exponent]) => Number(`${digits}e${exponent}`));
      const exact = fc.oneof(
        fc.integer({ min: -(2 ** 24), max: 2 ** 24 }),
        fc
          .tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: -60, max: 60 }))
          .map(([k, e]) => k * 2 ** e),
      );
      const constants = fc.array(fc.oneof(decimal, exact), { minLength: 20, maxLength: 40 });
      fc.assert(
        fc.property(constants, (values) => {
          expect(held(...values)).toEqual(values);
        }),
        { numRuns: 20 },
      );
    });

    test('holds what is no decimal, and rounds what float32 did', () => {
      const special = [0, -0, Infinity, -Infinity, Number.NaN];
      expect(held(...special)).toEqual(special);
      expect(held(1 / 3, Math.sqrt(0.5))).toEqual([0.33333334, 0.70710677]);
    });

    test('passes an argument on in full', () => {
      const f = engine.compile((x: tf.Tensor) => ({ x, twice: x }), { precision: 'float64' });
      const { x, twice } = f(engine.fromDoubles([1 / 3], [1]));
      expect([engine.doubles(x)[0], engine.doubles(twice)[0]]).toEqual([1 / 3, 1 / 3]);
      f.dispose();
    });

    test('gives doubles that a float32 function refuses, until they are rounded', () => {
      const half = engine.compile((x: tf.Tensor) => tf.div(x, 2), { precision: 'float64' });
      const f = engine.compile((_: tf.Tensor, x: tf.Tensor) => tf.neg(x), { name: 'the negation' });
      const x = tf.scalar(1);
      const double = half(x);
      expect(() => f(x, double)).toThrow(EngineError);
      expect(() => f(x, double)).toThrow('the negation computes in float32, but argument 1 is a double');
      expect(f(x, engine.single(double)).dataSync()[0]).toBe(-0.5);
      half.dispose();
      f.dispose();
    });

    test('is repeated in full, from floats too', () => {
      const shrink = (x: tf.Tensor, by: tf.Tensor) => ({
        state: tf.add(tf.mul(x, by), 0.01),
        done: tf.scalar(false, 'bool'),
      });
      const f = engine.repeat(shrink, { precision: 'float64' });
      const [x, by] = [1, 1e-10];
      let expected = x;
      for (let k = 0; k < 7; k++) expected = expected * by + 0.01;
      const fixed = engine.fromDoubles([by], []);
      for (const start of [tf.scalar(x), engine.fromDoubles([x], [])]) {
        expect(engine.doubles(f(7, start, fixed))[0]).toBe(expected);
      }
      const from = engine.doubles(f(0, tf.scalar(0.1), fixed))[0];
      expect(from).toBe(Math.fround(0.1));
      f.dispose();
    });

    test('gives doubles that a repeated float32 function refuses', () => {
      const halve = (x: tf.Tensor) => ({ state: tf.div(x, 2), done: tf.scalar(false, 'bool') });
      const f = engine.repeat(halve, { name: 'the halving' });
      expect(() => f(1, engine.fromDoubles([1], []), [])).toThrow(
        new EngineError('the halving computes in float32, but argument 0 is a double'),
      );
      f.dispose();
    });

    test('is not taken for the float32 function of the same name', () => {
      const fn = (x: tf.Tensor) => tf.sum(x);
      const [f, g] = [engine.compile(fn), engine.compile(fn, { precision: 'float64' })];
      const x = tf.tensor1d([1e8, 1, -1e8]);
      expect([f(x).dataSync()[0], engine.doubles(g(x))[0]]).toEqual([0, 1]);
      f.dispose();
      g.dispose();
    });

    test('leaves no tensor but its results', () => {
      const f = engine.compile((x: tf.Tensor) => tf.square(x), { precision: 'float64' });
      const x = engine.fromDoubles([2], [1]);
      const { numTensors, numDataBuffers } = tf.memory();
      for (let k = 0; k < 3; k++) {
        const y = f(x);
        engine.doubles(y);
        engine.single(y).dispose();
        y.dispose();
      }
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
      f.dispose();
    });
  });
});
