import * as tf from '@tensorflow/tfjs-core';
import { globalAveragePool, relu } from '../../engine/index.ts';
import type { ResNetOptions } from '../spec/types.ts';
import type { Layers } from './layers.ts';

/** Option A: every second pixel, and zeros for the new channels, half of them on either side. */
function shortcut(x: tf.Tensor4D, outChannels: number): tf.Tensor4D {
  const pixels = tf.avgPool(x, 1, 2, 'valid');
  const zeros = outChannels / 4;
  return tf.pad(pixels, [
    [0, 0],
    [0, 0],
    [0, 0],
    [zeros, zeros],
  ]) as tf.Tensor4D;
}

export function resnet({ depth }: ResNetOptions, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  let x = relu(layers.batchNorm('bn1', layers.conv('conv1', images)));
  [16, 32, 64].forEach((width, stage) => {
    for (let block = 0; block < (depth - 2) / 6; block++) {
      const name = `layer${stage + 1}.${block}`;
      const down = stage > 0 && block === 0;
      let y = relu(layers.batchNorm(`${name}.bn1`, layers.conv(`${name}.conv1`, x, down ? 2 : 1)));
      y = layers.batchNorm(`${name}.bn2`, layers.conv(`${name}.conv2`, y));
      x = relu(tf.add(y, down ? shortcut(x, width) : x));
    }
  });
  return layers.linear('linear', globalAveragePool(x));
}
