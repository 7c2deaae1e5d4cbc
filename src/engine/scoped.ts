import * as tf from '@tensorflow/tfjs-core';

/** Runs `body` and disposes every tensor that it made: for results that are no tensors. */
export function scoped<T>(body: () => T): T {
  tf.engine().startScope();
  try {
    return body();
  } finally {
    tf.engine().endScope();
  }
}
