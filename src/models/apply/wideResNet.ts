import * as tf from '@tensorflow/tfjs-core';
import { globalAveragePool, relu } from '../../engine/index.ts';
import type { WideResNetOptions } from '../spec/types.ts';
import type { Layers } from './layers.ts';

/** Batch norm and ReLU come before each convolution; where the width changes, also before the shortcut. */
export function wideResNet(options: WideResNetOptions, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  const { depth, widenFactor, dropoutRate } = options;
  let x = layers.conv('conv1', images);
  [16, 32, 64].forEach((base, stage) => {
    const width = base * widenFactor;
    for (let block = 0; block < (depth - 4) / 6; block++) {
      const name = `block${stage + 1}.layer.${block}`;
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const activated = relu(layers.batchNorm(`${name}.bn1`, x));
      let y = layers.conv(`${name}.conv1`, activated, stride);
      y = layers.dropout(relu(layers.batchNorm(`${name}.bn2`, y)), dropoutRate);
      y = layers.conv(`${name}.conv2`, y);
      x = tf.add(x.shape[3] === width ? x : layers.conv(`${name}.convShortcut`, activated, stride), y);
    }
  });
  x = relu(layers.batchNorm('bn1', x));
  return layers.linear('fc', globalAveragePool(x));
}
