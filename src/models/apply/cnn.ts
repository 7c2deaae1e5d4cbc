import * as tf from '@tensorflow/tfjs-core';
import { globalAveragePool, relu } from '../../engine/index.ts';
import type { CnnOptions } from '../spec/types.ts';
import type { Layers } from './layers.ts';

export function cnn(options: CnnOptions, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  const { channels, batchNorm, dropoutRate } = options;
  let x = images;
  channels.forEach((_width, i) => {
    x = layers.conv(`conv${i + 1}`, x);
    if (batchNorm) x = layers.batchNorm(`bn${i + 1}`, x);
    x = relu(x);
    if (i < channels.length - 1) x = tf.maxPool(x, 2, 2, 'valid');
  });
  return layers.linear('fc', layers.dropout(globalAveragePool(x), dropoutRate));
}
