import * as tf from '@tensorflow/tfjs-core';
import { DT } from '../native/backend.ts';
import { runFused, runsOnTensorFlow } from './fused.ts';

/**
 * Uniform draws in [0, 1) that are a function of the seed, an argument: a compiled function draws nothing itself.
 * Engines, and precisions, draw differently.
 *
 * @param seed [2], int32
 */
export function statelessUniform(shape: readonly number[], seed: tf.Tensor1D): tf.Tensor {
  if (!runsOnTensorFlow()) {
    return tf.randomUniform([...shape], 0, 1, 'float32', seed.dataSync().join(' '));
  }
  const int32 = { type: DT.int32 };
  const sizes = tf.tensor1d([...shape], 'int32');
  const attributes = { dtype: { type: DT.float }, T: int32, Tseed: int32 };
  return runFused('StatelessRandomUniform', [sizes, seed], 1, attributes)[0]!;
}
