import * as tf from '@tensorflow/tfjs-core';
import { DT } from '../native/backend.ts';
import { hasFusedKernels, runFused } from './fused.ts';

/** Uniform draws in [0, 1) that are a function of the seed: an argument, since a compiled function draws nothing itself. */
function statelessUniform(shape: readonly number[], seed: tf.Tensor1D): tf.Tensor {
  if (hasFusedKernels()) {
    const dtype = { type: DT.float };
    const int32 = { type: DT.int32 };
    return runFused('StatelessRandomUniform', [tf.tensor1d([...shape], 'int32'), seed], 1, {
      dtype,
      T: int32,
      Tseed: int32,
    })[0]!;
  }
  return tf.randomUniform([...shape], 0, 1, 'float32', seed.dataSync().join(' '));
}

/**
 * Sets a share of the elements to zero and scales the others so that the expected value stays.
 *
 * @param rate the share, in [0, 1)
 * @param seed [2], int32: equal seeds drop the same elements
 */
export function dropout<T extends tf.Tensor>(x: T, rate: number, seed: tf.Tensor1D): T {
  if (rate === 0) return x;
  const kept = tf.cast(tf.greaterEqual(statelessUniform(x.shape, seed), rate), 'float32');
  return tf.mul(x, tf.mul(kept, 1 / (1 - rate))) as T;
}
