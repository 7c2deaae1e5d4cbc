import * as tf from '@tensorflow/tfjs-core';
import { relu } from '../../engine/index.ts';
import type { MlpOptions } from '../spec/types.ts';
import type { Layers } from './layers.ts';

export function mlp({ hidden }: MlpOptions, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  // PyTorch flattens C,H,W
  const planes = tf.transpose(images, [0, 3, 1, 2]);
  let x = tf.reshape(planes, [images.shape[0], -1]) as tf.Tensor2D;
  hidden.forEach((_width, i) => {
    x = relu(layers.linear(`fc${i + 1}`, x));
  });
  return layers.linear(`fc${hidden.length + 1}`, x);
}
