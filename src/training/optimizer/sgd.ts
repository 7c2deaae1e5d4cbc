import * as tf from '@tensorflow/tfjs-core';
import type { BaseOptimizer } from '../types.ts';
import type { Optimizer } from './types.ts';

/**
 * SGD as PyTorch has it: with learning rate alpha and momentum mu,
 *
 *   v <- mu v + g,   w <- w - alpha v
 *
 * and with Nesterov's momentum w <- w - alpha (g + mu v). Without momentum nothing is kept.
 */
export function sgd({ momentum, nesterov }: Extract<BaseOptimizer, { kind: 'sgd' }>): Optimizer {
  return {
    init: (size) => (momentum === 0 ? {} : { velocity: tf.zeros<tf.Rank.R1>([size]) }),
    rates: (learningRate) => ({ learningRate }),
    update: (gradient, { velocity }, { learningRate }) => {
      if (velocity === undefined) return { change: tf.mul(gradient, learningRate!), state: {} };
      const v = tf.add<tf.Tensor1D>(tf.mul(velocity, momentum), gradient);
      const direction = nesterov ? tf.add(gradient, tf.mul(v, momentum)) : v;
      return { change: tf.mul(direction, learningRate!), state: { velocity: v } };
    },
  };
}
