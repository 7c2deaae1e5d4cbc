import * as tf from '@tensorflow/tfjs-core';
import type { BaseOptimizer } from '../types.ts';
import type { Optimizer } from './types.ts';

/**
 * Adam (Kingma and Ba 2015) as PyTorch has it: in step t,
 *
 *   m <- beta1 m + (1 - beta1) g,   v <- beta2 v + (1 - beta2) g^2
 *   w <- w - alpha / (1 - beta1^t) m / (sqrt(v / (1 - beta2^t)) + epsilon)
 *
 * The corrections 1 - beta^t are computed on the host: in float32 they would cost the first steps their digits.
 */
export function adam({ beta1, beta2, epsilon }: Extract<BaseOptimizer, { kind: 'adam' }>): Optimizer {
  return {
    init: (size) => ({ first: tf.zeros<tf.Rank.R1>([size]), second: tf.zeros<tf.Rank.R1>([size]) }),
    rates: (learningRate, step) => ({
      learningRate,
      stepSize: learningRate / (1 - beta1 ** step),
      rootScale: 1 / Math.sqrt(1 - beta2 ** step),
    }),
    update: (gradient, state, { stepSize, rootScale }) => {
      const first = tf.add<tf.Tensor1D>(tf.mul(state.first!, beta1), tf.mul(gradient, 1 - beta1));
      const squared = tf.square(gradient);
      const second = tf.add<tf.Tensor1D>(tf.mul(state.second!, beta2), tf.mul(squared, 1 - beta2));
      const spread = tf.add(tf.mul(tf.sqrt(second), rootScale!), epsilon);
      return { change: tf.div(tf.mul(first, stepSize!), spread), state: { first, second } };
    },
  };
}
