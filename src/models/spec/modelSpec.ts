import { UserError } from '../../userError.ts';
import { cnnLayers } from './cnn.ts';
import { denseNet121Layers } from './denseNet121.ts';
import type { LayerSpec } from './layers.ts';
import { mlpLayers } from './mlp.ts';
import { parseModelOptions } from './modelOptions.ts';
import { pyramidNetLayers } from './pyramidNet.ts';
import { resNet50Layers } from './resNet50.ts';
import { resNeXt29Layers } from './resNeXt29.ts';
import { resnetLayers } from './resnet.ts';
import type { ModelOptions, ModelSpec } from './types.ts';
import { vgg19BnLayers } from './vgg19Bn.ts';
import { wideResNetLayers } from './wideResNet.ts';

/** 1 GiB of float32. */
const maxParameters = 2 ** 28;

/**
 * The names, shapes and roles of a network's tensors, as its PyTorch implementation's state_dict has them.
 *
 * @throws UserError when the options are not valid or describe more than 2^28 parameters
 */
export function modelSpec(options: ModelOptions): ModelSpec {
  const checked = parseModelOptions(options);
  const layers = layersOf(checked);
  const parameters = layers.flatMap((layer) => layer.parameters);
  const parameterCount = parameters.reduce((total, { shape }) => total + elementCount(shape), 0);
  if (parameterCount > maxParameters) {
    throw new UserError(`model: ${parameterCount} parameters; at most ${maxParameters} are supported`);
  }
  return { options: checked, parameters, buffers: layers.flatMap((layer) => layer.buffers), parameterCount };
}

/** The number of elements of a tensor: 1 for the shape []. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function layersOf(options: ModelOptions): LayerSpec[] {
  switch (options.architecture) {
    case 'mlp':
      return mlpLayers(options);
    case 'cnn':
      return cnnLayers(options);
    case 'resnet':
      return resnetLayers(options);
    case 'wide-resnet':
      return wideResNetLayers(options);
    case 'vgg19-bn':
      return vgg19BnLayers(options);
    case 'densenet121':
      return denseNet121Layers(options);
    case 'resnext29-32x4d':
      return resNeXt29Layers(options);
    case 'pyramidnet':
      return pyramidNetLayers(options);
    case 'resnet50':
      return resNet50Layers(options);
  }
}
