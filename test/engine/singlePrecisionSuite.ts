import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Engine } from '../../src/engine/index.ts';
import { UserError } from '../../src/userError.ts';

/** An engine that has no double precision says so, and takes doubles as the floats that are nearest. */
export function singlePrecisionSuite(engine: Engine): void {
  test('knows that it has no double precision', () => {
    expect(engine.precisions).toEqual(['float32']);
  });

  test('refuses to compile for float64, with what to do', () => {
    const compile = () => engine.compile((x: tf.Tensor) => x, { precision: 'float64' });
    expect(compile).toThrow(UserError);
    expect(compile).toThrow(/native engine.*measure engine install/);
  });

  test('rounds doubles', () => {
    const tensor = engine.fromDoubles([0.1, -3, Number.POSITIVE_INFINITY, Number.NaN], [2, 2]);
    expect(tensor.shape).toEqual([2, 2]);
    expect(Array.from(engine.doubles(tensor))).toEqual([
      Math.fround(0.1),
      -3,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
  });

  test('gives a tensor of its own as the single of another', () => {
    const tensor = tf.scalar(7);
    engine.single(tensor).dispose();
    expect(tensor.dataSync()[0]).toBe(7);
  });
}
