import * as tf from '@tensorflow/tfjs-core';
import { relu } from '../../engine/index.ts';
import type { Bottleneck } from '../spec/bottleneck.ts';
import type { Layers } from './layers.ts';

/** A residual block of three convolutions. */
export function bottleneck(
  { name, stride, shortcut }: Bottleneck,
  layers: Layers,
  x: tf.Tensor4D,
): tf.Tensor4D {
  let y = relu(layers.batchNorm(`${name}.bn1`, layers.conv(`${name}.conv1`, x)));
  y = relu(layers.batchNorm(`${name}.bn2`, layers.conv(`${name}.conv2`, y, stride)));
  y = layers.batchNorm(`${name}.bn3`, layers.conv(`${name}.conv3`, y));
  if (shortcut === undefined) return relu(tf.add(y, x));
  return relu(tf.add(y, layers.batchNorm(`${shortcut}.1`, layers.conv(`${shortcut}.0`, x, stride))));
}
