import * as tf from '@tensorflow/tfjs-core';
import { DT } from '../native/backend.ts';
import { runFused, runsOnTensorFlow, withGradient } from './fused.ts';

/** max(x, 0); the gradient at 0 is 0, as in PyTorch. */
export function relu<T extends tf.Tensor>(x: T): T {
  if (!runsOnTensorFlow()) return tf.relu(x);
  const T = { type: DT.float };
  const y = runFused('Relu', [x], 1, { T })[0] as T;
  return withGradient(y, {
    inputs: [x],
    saved: [y],
    gradient: (dy, [output]) => runFused('ReluGrad', [dy, output!], 1, { T }),
  });
}
