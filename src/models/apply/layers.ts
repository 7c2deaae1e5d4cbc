import * as tf from '@tensorflow/tfjs-core';
import * as ops from '../../engine/index.ts';
import type { Pass, Weights } from './types.ts';

/** The layers of one forward pass, each called by the name that its parameters have. */
export interface Layers {
  /** Convolution padded by half its size, in as many groups as its filter says, with a bias where there is one. */
  conv(name: string, x: tf.Tensor4D, stride?: 1 | 2): tf.Tensor4D;
  batchNorm(name: string, x: tf.Tensor4D): tf.Tensor4D;
  linear(name: string, x: tf.Tensor2D): tf.Tensor2D;
  /** In training only. */
  dropout<T extends tf.Tensor>(x: T, rate: number): T;
  /** Of a residual branch in training; elsewhere its expectation: x times the survival probability. */
  shakeDrop(x: tf.Tensor4D, survival: tf.Scalar): tf.Tensor4D;
  /** The buffers after this pass: in training, batch norm's running statistics moved on. */
  readonly buffers: Readonly<Record<string, tf.Tensor>>;
}

/** How far one batch moves the running statistics (PyTorch's momentum). */
const MOMENTUM = 0.1;

/** Layers over the given weights. */
export function layersOf({ parameters, buffers }: Weights, pass: Pass): Layers {
  const updated: Record<string, tf.Tensor> = { ...buffers };
  let draws = 0;

  const parameter = (name: string): tf.Tensor => {
    const found = parameters[name];
    if (!found) throw new Error(`no parameter ${name}`);
    return found;
  };
  const move = (name: string, value: tf.Tensor): void => {
    updated[name] = tf.add(tf.mul(buffers[name]!, 1 - MOMENTUM), tf.mul(value, MOMENTUM));
  };

  /** A seed for each layer that draws. */
  const nextSeed = (passSeed: tf.Tensor1D): tf.Tensor1D => {
    return tf.add(passSeed, tf.tensor1d([0, ++draws], 'int32'));
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
      if (pass.mode === 'training') {
        move(mean, batch.mean);
        move(variance, batch.variance);
      }
      return batch.y;
    },
    linear(name, x) {
      const y = tf.matMul(x, parameter(`${name}.weight`) as tf.Tensor2D, false, true);
      return tf.add(y, parameter(`${name}.bias`));
    },
    dropout(x, rate) {
      if (pass.mode !== 'training' || rate === 0) return x;
      return ops.dropout(x, rate, nextSeed(pass.seed));
    },
    shakeDrop(x, survival) {
      if (pass.mode !== 'training') return tf.mul(x, survival);
      return ops.shakeDrop(x, survival, nextSeed(pass.seed));
    },
    buffers: updated,
  };
}
