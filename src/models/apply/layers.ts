import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../engine/index.ts';
import type { Pass, Weights } from './types.ts';

/** The layers of one forward pass, each called by the name that its parameters have. */
export interface Layers {
  /** 3x3 or 1x1 convolution, with a bias where the parameters have one. */
  conv(name: string, x: tf.Tensor4D, stride?: 1 | 2): tf.Tensor4D;
  batchNorm(name: string, x: tf.Tensor4D): tf.Tensor4D;
  linear(name: string, x: tf.Tensor2D): tf.Tensor2D;
  /** Nothing in evaluation. */
  dropout<T extends tf.Tensor>(x: T, rate: number): T;
  /** The buffers after this pass: in training, batch norm's running statistics moved on. */
  readonly buffers: Readonly<Record<string, tf.Tensor>>;
}

/** How far one batch moves the running statistics (PyTorch's momentum). */
const MOMENTUM = 0.1;

/** Layers over the given weights. */
export function layersOf({ parameters, buffers }: Weights, pass: Pass): Layers {
  const updated: Record<string, tf.Tensor> = { ...buffers };
  let dropouts = 0;

  const parameter = (name: string): tf.Tensor => {
    const found = parameters[name];
    if (!found) throw new Error(`no parameter ${name}`);
    return found;
  };
  const move = (name: string, value: tf.Tensor): void => {
    updated[name] = tf.add(tf.mul(buffers[name]!, 1 - MOMENTUM), tf.mul(value, MOMENTUM));
  };

  return {
    conv(name, x, stride = 1) {
      const y = ops.conv2d(x, parameter(`${name}.weight`) as tf.Tensor4D, stride);
      const bias = parameters[`${name}.bias`];
      return bias ? tf.add(y, bias) : y;
    },
    batchNorm(name, x) {
      const scale = parameter(`${name}.weight`) as tf.Tensor1D;
      const offset = parameter(`${name}.bias`) as tf.Tensor1D;
      const mean = `${name}.running_mean`;
      const variance = `${name}.running_var`;
      if (pass.mode === 'evaluation') {
        const moments = { mean: buffers[mean] as tf.Tensor1D, variance: buffers[variance] as tf.Tensor1D };
        return ops.batchNorm(x, { scale, offset }, moments);
      }
      const batch = ops.batchNormTraining(x, { scale, offset });
      move(mean, batch.mean);
      move(variance, batch.variance);
      return batch.y;
    },
    linear(name, x) {
      const y = tf.matMul(x, parameter(`${name}.weight`) as tf.Tensor2D, false, true);
      return tf.add(y, parameter(`${name}.bias`));
    },
    dropout(x, rate) {
      if (pass.mode === 'evaluation' || rate === 0) return x;
      const layer = tf.tensor1d([0, ++dropouts], 'int32');
      return ops.dropout(x, rate, tf.add(pass.seed, layer));
    },
    buffers: updated,
  };
}
