import type { Architecture } from './architecture.ts';
import { cnn } from './cnn.ts';
import { denseNet121 } from './denseNet121.ts';
import { mlp } from './mlp.ts';
import { pyramidNet } from './pyramidNet.ts';
import { resNet50 } from './resNet50.ts';
import { resNeXt29 } from './resNeXt29.ts';
import { resnet } from './resnet.ts';
import type { ModelOptions } from './types.ts';
import { vgg19Bn } from './vgg19Bn.ts';
import { wideResNet } from './wideResNet.ts';

/** Every architecture, by its name in a `config.json`. */
export const architectures: {
  readonly [Name in ModelOptions['architecture']]: Architecture<
    Extract<ModelOptions, { readonly architecture: Name }>
  >;
} = {
  mlp,
  cnn,
  resnet,
  'wide-resnet': wideResNet,
  'vgg19-bn': vgg19Bn,
  densenet121: denseNet121,
  'resnext29-32x4d': resNeXt29,
  pyramidnet: pyramidNet,
  resnet50: resNet50,
};

export function architectureOf({ architecture }: Pick<ModelOptions, 'architecture'>): Architecture {
  return architectures[architecture];
}
