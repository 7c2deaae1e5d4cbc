import type * as tf from '@tensorflow/tfjs-core';
import { globalAveragePool, maxPool, relu } from '../../engine/index.ts';
import { resNet50Blocks } from '../spec/resNet50.ts';
import type { ResNet50Options } from '../spec/types.ts';
import { bottleneck } from './bottleneck.ts';
import type { Layers } from './layers.ts';

export function resNet50(options: ResNet50Options, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  const stem = relu(layers.batchNorm('bn1', layers.conv('conv1', images, 2)));
  let x = maxPool(stem, { size: 3, stride: 2, padding: 1 });
  for (const block of resNet50Blocks(options)) x = bottleneck(block, layers, x);
  return layers.linear('fc', globalAveragePool(x));
}
