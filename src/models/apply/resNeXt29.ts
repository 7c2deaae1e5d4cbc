import type * as tf from '@tensorflow/tfjs-core';
import { globalAveragePool, relu } from '../../engine/index.ts';
import { resNeXt29Blocks } from '../spec/resNeXt29.ts';
import type { ResNeXt29Options } from '../spec/types.ts';
import { bottleneck } from './bottleneck.ts';
import type { Layers } from './layers.ts';

export function resNeXt29(options: ResNeXt29Options, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  let x = relu(layers.batchNorm('bn1', layers.conv('conv1', images)));
  for (const block of resNeXt29Blocks(options)) x = bottleneck(block, layers, x);
  return layers.linear('linear', globalAveragePool(x));
}
