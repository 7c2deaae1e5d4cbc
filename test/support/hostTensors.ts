import * as tf from '@tensorflow/tfjs-core';
import type { Engine } from '../../src/engine/index.ts';
import { randomStream } from '../../src/random/stream.ts';

/** Numbers in the test, row-major in `shape`. All are float32, so that every engine starts from the same. */
export interface HostArray {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Standard normal draws that the seed decides. */
export function normals(seed: number, shape: readonly number[]): HostArray {
  const stream = randomStream(seed, 'test');
  return {
    shape,
    values: Float64Array.from({ length: elements(shape) }, () => Math.fround(stream.normal())),
  };
}

/** The same shape with each value changed, rounded to float32. */
export function map({ shape, values }: HostArray, f: (value: number) => number): HostArray {
  return { shape, values: values.map((value) => Math.fround(f(value))) };
}

export function tensorOf({ shape, values }: HostArray): tf.Tensor {
  return tf.tensor(Float32Array.from(values), [...shape], 'float32');
}

/** Runs the body in a tidy and reads what it returns, in full precision. */
export function read(engine: Engine, body: () => tf.Tensor): Float64Array {
  const tensor = tf.tidy(body);
  const values = engine.doubles(tensor);
  tensor.dispose();
  return values;
}
