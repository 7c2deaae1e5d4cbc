import * as tf from '@tensorflow/tfjs-core';
import { averagePool, globalAveragePool, relu } from '../../engine/index.ts';
import { type DenseUnit, denseNet121Units } from '../spec/denseNet121.ts';
import type { DenseNet121Options } from '../spec/types.ts';
import type { Layers } from './layers.ts';

function applyUnit({ kind, name }: DenseUnit, layers: Layers, x: tf.Tensor4D): tf.Tensor4D {
  if (kind === 'transition') {
    const half = layers.conv(`${name}.conv`, relu(layers.batchNorm(`${name}.bn`, x)));
    return averagePool(half, 'dropped');
  }
  const inner = layers.conv(`${name}.conv1`, relu(layers.batchNorm(`${name}.bn1`, x)));
  const added = layers.conv(`${name}.conv2`, relu(layers.batchNorm(`${name}.bn2`, inner)));
  return tf.concat([added, x], 3);
}

export function denseNet121(options: DenseNet121Options, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  let x = layers.conv('conv1', images);
  for (const unit of denseNet121Units(options)) x = applyUnit(unit, layers, x);
  return layers.linear('linear', globalAveragePool(relu(layers.batchNorm('bn', x))));
}
