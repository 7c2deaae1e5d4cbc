import type * as tf from '@tensorflow/tfjs-core';
import { globalAveragePool, maxPool, relu } from '../../engine/index.ts';
import type { Vgg19BnOptions } from '../spec/types.ts';
import { vgg19BnUnits } from '../spec/vgg19Bn.ts';
import type { Layers } from './layers.ts';

export function vgg19Bn(options: Vgg19BnOptions, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  let x = images;
  for (const { convolution, batchNorm, pooled } of vgg19BnUnits(options)) {
    x = relu(layers.batchNorm(batchNorm, layers.conv(convolution, x)));
    if (pooled) x = maxPool(x, { size: 2, stride: 2, padding: 0 });
  }
  // of the one pixel that is left
  return layers.linear('classifier', globalAveragePool(x));
}
