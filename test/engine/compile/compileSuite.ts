import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { type Engine, EngineError } from '../../../src/engine/index.ts';

function numbers(tensor: tf.Tensor): number[] {
  return Array.from(tensor.dataSync());
}

/** What `compile` promises on every engine. */
export function compileSuite(engine: Engine): void {
  describe('a compiled function', () => {
    test('takes nested arrays and records, whatever the order of their keys', () => {
      const f = engine.compile((tree: { a: tf.Tensor; b: readonly [tf.Tensor, { c: tf.Tensor }] }) => ({
        difference: [tf.sub(tree.a, tree.b[0])],
        quotient: tf.div(tree.b[1].c, tree.a),
      }));
      const [a, b, c] = [tf.scalar(2), tf.scalar(3), tf.scalar(5)];
      for (const tree of [{ a, b: [b, { c }] } as const, { b: [b, { c }], a } as const]) {
        const { difference, quotient } = f(tree);
        expect(numbers(difference[0]!)).toEqual([-1]);
        expect(numbers(quotient)).toEqual([2.5]);
      }
      f.dispose();
    });

    test('keeps arguments apart that are the same tensor, or a clone of it', () => {
      const [a, b] = [tf.tensor1d([5, 7]), tf.tensor1d([1, 2])];
      for (const twin of [a, tf.clone(a), tf.reshape(a, [2])]) {
        const f = engine.compile((x: tf.Tensor, y: tf.Tensor) => tf.sub(x, y));
        expect(numbers(f(a, twin))).toEqual([0, 0]);
        expect(numbers(f(a, b))).toEqual([4, 5]);
        expect(numbers(f(b, a))).toEqual([-4, -5]);
        f.dispose();
      }
    });

    test('serves other shapes, types and structures of its arguments', () => {
      const f = engine.compile((list: readonly tf.Tensor[]) =>
        tf.addN(list.map((x) => tf.sum(tf.cast(x, 'float32')))),
      );
      expect(numbers(f([tf.tensor1d([1, 2])]))).toEqual([3]);
      expect(numbers(f([tf.tensor1d([1, 2, 3])]))).toEqual([6]);
      expect(numbers(f([tf.tensor2d([[4], [5]])]))).toEqual([9]);
      expect(numbers(f([tf.tensor1d([1, 2], 'int32')]))).toEqual([3]);
      expect(numbers(f([tf.tensor1d([true, true], 'bool')]))).toEqual([2]);
      expect(numbers(f([tf.scalar(1), tf.scalar(2)]))).toEqual([3]);
      expect(numbers(f([tf.tensor1d([10, 20])]))).toEqual([30]);
      f.dispose();
    });

    test('gives results of their own, also where one is an argument or stands twice', () => {
      const f = engine.compile((x: tf.Tensor) => {
        const y = tf.square(x);
        return { x, y, again: y };
      });
      const x = tf.tensor1d([3]);
      const results = f(x);
      results.x.dispose();
      results.y.dispose();
      expect(numbers(results.again)).toEqual([9]);
      expect(numbers(x)).toEqual([3]);
      f.dispose();
    });

    test('gives integers and booleans as such', () => {
      const f = engine.compile((x: tf.Tensor) => [tf.argMax(x), tf.greater(x, 2)]);
      const [index, larger] = f(tf.tensor1d([1, 5, 2]));
      expect([index!.dtype, numbers(index!)]).toEqual(['int32', [1]]);
      expect([larger!.dtype, numbers(larger!)]).toEqual(['bool', [0, 1, 0]]);
      f.dispose();
    });

    test('may take no argument', () => {
      const f = engine.compile(() => tf.add(tf.scalar(1), 2));
      expect(numbers(f())).toEqual([3]);
      expect(numbers(f())).toEqual([3]);
      f.dispose();
    });

    test('may differentiate, split and stack', () => {
      const f = engine.compile((x: tf.Tensor1D) => {
        const [first, second] = tf.split(x, 2) as [tf.Tensor1D, tf.Tensor1D];
        return tf.stack([tf.grad((v: tf.Tensor) => tf.mul(v, tf.square(v)))(second), first]);
      });
      expect(numbers(f(tf.tensor1d([1, 2, 3, 4])))).toEqual([27, 48, 1, 2]);
      f.dispose();
    });

    test('leaves no tensor but its results, which belong to the enclosing tidy', () => {
      const f = engine.compile((x: tf.Tensor) => ({ y: tf.exp(tf.add(x, 1)), x }));
      const x = tf.tensor1d([1, 2]);
      const { numTensors, numDataBuffers } = tf.memory();
      tf.tidy(() => {
        f(x);
        f(x);
        expect(tf.memory().numTensors).toBe(numTensors + 4);
      });
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
      f.dispose();
    });

    test('leaves nothing after many are made, run and disposed', () => {
      const x = tf.tensor1d([1, 2]);
      const { numTensors, numDataBuffers, numBytes } = tf.memory();
      for (let k = 0; k < 50; k++) {
        const f = engine.compile((v: tf.Tensor) => tf.mul(tf.add(v, k), v));
        f(x).dispose();
        f.dispose();
      }
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
    });

    test('passes on what its function throws, and the engine goes on', () => {
      const f = engine.compile((x: tf.Tensor, y: tf.Tensor) => {
        tf.grad((v: tf.Tensor) => tf.square(v))(x);
        return tf.matMul(x as tf.Tensor2D, y as tf.Tensor2D);
      });
      const square = tf.ones([2, 2]);
      const { numTensors } = tf.memory();
      expect(() => f(square, tf.ones([3, 3]))).toThrow(/matMul|Matrix/);
      expect(tf.memory().numTensors).toBe(numTensors + 1);
      expect(numbers(tf.add(square, 1))).toEqual([2, 2, 2, 2]);
      expect(numbers(f(square, square))).toEqual([2, 2, 2, 2]);
      f.dispose();
    });

    test('refuses to run once disposed, by its name', () => {
      const f = engine.compile((x: tf.Tensor) => tf.neg(x), { name: 'the negation' });
      f(tf.scalar(1));
      f.dispose();
      f.dispose();
      expect(() => f(tf.scalar(1))).toThrow(new EngineError('the negation was disposed'));
    });
  });
}
