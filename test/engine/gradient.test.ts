import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { gradientOf, scoped, type Tensors } from '../../src/engine/index.ts';
import { describeOn } from '../support/describeOn.ts';

await describeOn('cpu', () => {
  describe('gradientOf', () => {
    const at = () => ({ b: tf.tensor1d([1, 2]), a: tf.scalar(3) });
    /** a^2 sum(b), and what it is made of */
    const f = ({ a, b }: Tensors) => {
      const square = tf.square(a!);
      const sum = tf.sum(b!);
      return { value: tf.mul(square, sum) as tf.Scalar, aux: { square, parts: [sum, square] } };
    };

    test('gives the value, the gradient by name and what else was computed', () => {
      const { value, gradient, aux } = gradientOf(f, at());
      expect(value.dataSync()[0]).toBe(27);
      expect(Object.keys(gradient)).toEqual(['b', 'a']);
      expect([...gradient.a!.dataSync()]).toEqual([18]);
      expect([...gradient.b!.dataSync()]).toEqual([9, 9]);
      expect(aux.square.dataSync()[0]).toBe(9);
      expect(aux.parts.map((part) => part.dataSync()[0])).toEqual([3, 9]);
    });

    test('leaves no tensor in a tidy', () => {
      const given = at();
      const { numTensors, numDataBuffers } = tf.memory();
      scoped(() => gradientOf(f, given));
      expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers });
    });
  });

  describe('scoped', () => {
    test('gives what its body returns and disposes what it made, also when it throws', () => {
      const { numTensors } = tf.memory();
      expect(scoped(() => tf.add(1, 2).dataSync()[0])).toBe(3);
      const fail = () => {
        tf.add(1, 2);
        throw new Error('no');
      };
      expect(() => scoped(fail)).toThrow('no');
      expect(tf.memory().numTensors).toBe(numTensors);
    });
  });
});
