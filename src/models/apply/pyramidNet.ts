import * as tf from '@tensorflow/tfjs-core';
import { averagePool, globalAveragePool, relu } from '../../engine/index.ts';
import { type PyramidBlock, pyramidNetBlocks } from '../spec/pyramidNet.ts';
import type { PyramidNetOptions } from '../spec/types.ts';
import type { Layers } from './layers.ts';

function branch({ name, stride }: PyramidBlock, layers: Layers, x: tf.Tensor4D): tf.Tensor4D {
  let y = layers.conv(`${name}.conv1`, layers.batchNorm(`${name}.bn1`, x));
  y = layers.conv(`${name}.conv2`, relu(layers.batchNorm(`${name}.bn2`, y)), stride);
  y = layers.conv(`${name}.conv3`, relu(layers.batchNorm(`${name}.bn3`, y)));
  return layers.batchNorm(`${name}.bn4`, y);
}

/** Where a side is odd, the last row or column is pooled alone. */
function shortcut({ stride, outChannels }: PyramidBlock, x: tf.Tensor4D): tf.Tensor4D {
  const pixels = stride === 1 ? x : averagePool(x, 'kept');
  const zeros: [number, number] = [0, outChannels - pixels.shape[3]];
  return zeros[1] === 0 ? pixels : tf.pad(pixels, [[0, 0], [0, 0], [0, 0], zeros]);
}

/** The survival probability of block k of n, counted from 1: from almost 1 down to 1/2, evenly. */
function survival(k: number, n: number): tf.Scalar {
  return tf.sub(1, tf.div(tf.scalar(k), 2 * n));
}

/** ShakeDrop acts on each branch, before the shortcut is added. */
export function pyramidNet(options: PyramidNetOptions, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  const blocks = pyramidNetBlocks(options);
  let x = layers.batchNorm('bn1', layers.conv('conv1', images));
  blocks.forEach((block, k) => {
    const y = branch(block, layers, x);
    const kept = options.shakeDrop ? layers.shakeDrop(y, survival(k + 1, blocks.length)) : y;
    x = tf.add(kept, shortcut(block, x));
  });
  return layers.linear('fc', globalAveragePool(relu(layers.batchNorm('bn_final', x))));
}
