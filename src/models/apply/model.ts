import type * as tf from '@tensorflow/tfjs-core';
import type { ModelOptions } from '../spec/types.ts';
import { cnn } from './cnn.ts';
import { denseNet121 } from './denseNet121.ts';
import { type Layers, layersOf } from './layers.ts';
import { mlp } from './mlp.ts';
import { pyramidNet } from './pyramidNet.ts';
import { resNet50 } from './resNet50.ts';
import { resNeXt29 } from './resNeXt29.ts';
import { resnet } from './resnet.ts';
import type { Model } from './types.ts';
import { vgg19Bn } from './vgg19Bn.ts';
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
    case 'vgg19-bn':
      return vgg19Bn(options, layers, images);
    case 'densenet121':
      return denseNet121(options, layers, images);
    case 'resnext29-32x4d':
      return resNeXt29(options, layers, images);
    case 'pyramidnet':
      return pyramidNet(options, layers, images);
    case 'resnet50':
      return resNet50(options, layers, images);
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
