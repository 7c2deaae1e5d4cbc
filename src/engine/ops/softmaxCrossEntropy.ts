import * as tf from '@tensorflow/tfjs-core';
import { DT } from '../native/backend.ts';
import { runFused, runsOnTensorFlow, withGradient } from './fused.ts';

/**
 * The cross-entropy of each example, -sum_k t_k log softmax(z)_k; no gradient flows to the targets.
 *
 * @param logits z, [examples, classes]
 * @param targets t, [examples, classes]: probabilities (one-hot, or smoothed)
 * @returns [examples]
 */
export function softmaxCrossEntropy(logits: tf.Tensor2D, targets: tf.Tensor2D): tf.Tensor1D {
  if (runsOnTensorFlow()) {
    const [losses, gradient] = runFused('SoftmaxCrossEntropyWithLogits', [logits, targets], 2, {
      T: { type: DT.float },
    });
    return perExample(losses as tf.Tensor1D, logits, gradient as tf.Tensor2D);
  }
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const logSoftmax = tf.sub(shifted, tf.log(tf.sum(tf.exp(shifted), 1, true)));
  const losses = tf.neg(tf.sum(tf.mul(targets, logSoftmax), 1)) as tf.Tensor1D;
  return perExample(losses, logits, tf.sub(tf.exp(logSoftmax), targets));
}

/** Each loss depends on its own example's logits only, by the given gradient. */
function perExample(losses: tf.Tensor1D, logits: tf.Tensor2D, gradient: tf.Tensor2D): tf.Tensor1D {
  return withGradient(losses, {
    inputs: [logits],
    saved: [gradient],
    gradient: (dy, [saved]) => [tf.mul(tf.expandDims(dy, 1), saved!)],
  });
}
