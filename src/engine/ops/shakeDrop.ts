import * as tf from '@tensorflow/tfjs-core';
import { withGradient } from './fused.ts';
import { statelessUniform } from './statelessUniform.ts';

/** What a pass draws: factors of the examples, on the way forward and on the way back, each [batch, 1, 1, 1]. */
interface Factors {
  readonly forward: tf.Tensor;
  readonly backward: tf.Tensor;
}

/**
 * b + (1 - b) alpha and b + (1 - b) beta: b, one for the whole batch, is 1 with probability `survival` and 0
 * otherwise; alpha, uniform in [-1, 1], and beta, uniform in [0, 1], are drawn for every example.
 */
function factors(batch: number, survival: tf.Scalar, seed: tf.Tensor1D): Factors {
  const draws = statelessUniform([1 + 2 * batch], seed);
  const survives = tf.cast(tf.less(tf.slice(draws, 0, 1), survival), 'float32');
  const unless = (value: tf.Tensor): tf.Tensor =>
    tf.reshape(tf.add(survives, tf.mul(tf.sub(1, survives), value)), [batch, 1, 1, 1]);
  const alpha = tf.sub(tf.mul(2, tf.slice(draws, 1, batch)), 1);
  const beta = tf.slice(draws, 1 + batch, batch);
  return { forward: unless(alpha), backward: unless(beta) };
}

/**
 * ShakeDrop in training (Yamada et al. 2019, equation 6; b for the batch, alpha and beta for examples, as in the
 * public PyTorch implementations): a residual branch survives, or is multiplied by alpha, and its gradient by beta.
 *
 * @param x [batch, height, width, channels]
 * @param survival the probability, in [0, 1]; in evaluation the branch is multiplied by it
 * @param seed [2], int32: equal seeds draw the same
 */
export function shakeDrop(x: tf.Tensor4D, survival: tf.Scalar, seed: tf.Tensor1D): tf.Tensor4D {
  const { forward, backward } = factors(x.shape[0], survival, seed);
  return withGradient(tf.mul(x, forward) as tf.Tensor4D, {
    inputs: [x],
    saved: [backward],
    gradient: (dy, [saved]) => [tf.mul(dy, saved!)],
  });
}
