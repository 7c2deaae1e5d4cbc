import * as tf from '@tensorflow/tfjs-core';
import { DT } from '../native/backend.ts';
import { runFused, runsOnTensorFlow } from './fused.ts';

/**
 * One part of a tensor along its first axis, by a number that only the graph knows: `tf.gather` reads it back to check
 * it. No gradient flows through it.
 *
 * @param x [parts, ...], float32
 * @param index an int32 scalar in 0 ... parts - 1
 * @returns [...]
 */
export function part(x: tf.Tensor, index: tf.Tensor): tf.Tensor {
  if (!runsOnTensorFlow()) return tf.gather(x, index);
  const int32 = { type: DT.int32 };
  const types = { Tparams: { type: DT.float }, Tindices: int32, Taxis: int32 };
  return runFused('GatherV2', [x, index, tf.scalar(0, 'int32')], 1, types)[0]!;
}
