import type * as tf from '@tensorflow/tfjs-core';
import type { ModelOptions } from '../spec/types.ts';
import { cnn } from './cnn.ts';
import { type Layers, layersOf } from './layers.ts';
import { mlp } from './mlp.ts';
import { resnet } from './resnet.ts';
import type { Model } from './types.ts';
import { wideResNet } from './wideResNet.ts';

function logitsOf(options: ModelOptions, layers: Layers, images: tf.Tensor4D): tf.Tensor2D {
  switch (options.architecture) {
    case 'mlp':
      return mlp(options, layers, images);
    case 'cnn':
      return cnn(options, layers, images);
    case 'resnet':
      return resnet(options, layers, images);
    case 'wide-resnet':
      return wideResNet(options, layers, images);
  }
}

/** The network that the options describe, as a pure function of parameters, buffers and images. */
export function model(options: ModelOptions): Model {
  return (weights, images, pass) => {
    const layers = layersOf(weights, pass);
    const logits = logitsOf(options, layers, images);
    return { logits, buffers: layers.buffers };
  };
}
