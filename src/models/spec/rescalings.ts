import { bottleneckFilters, bottleneckNodes } from './bottleneck.ts';
import { denseNet121Filters, denseNet121Nodes } from './denseNet121.ts';
import type { FilterPlace, NodePlace } from './places.ts';
import { pyramidNetFilters, pyramidNetNodes } from './pyramidNet.ts';
import { resNet50Blocks } from './resNet50.ts';
import { resNeXt29Blocks } from './resNeXt29.ts';
import type { CnnOptions, MlpOptions, ModelOptions, ResNetOptions, WideResNetOptions } from './types.ts';
import { vgg19BnFilters, vgg19BnNodes } from './vgg19Bn.ts';

/** Where nodes can be rescaled: not the channels of a residual stream, which shortcuts carry past the layers. */
export function nodePlaces(options: ModelOptions): NodePlace[] {
  switch (options.architecture) {
    case 'mlp':
      return mlpNodes(options);
    case 'cnn':
      return cnnNodes(options);
    case 'resnet':
      return residualBlocks(options).map((block) => ({
        writer: `${block}.bn1`,
        readers: [`${block}.conv2`],
      }));
    case 'wide-resnet':
      return wideNodes(options);
    case 'vgg19-bn':
      return vgg19BnNodes(options);
    case 'densenet121':
      return denseNet121Nodes(options);
    case 'resnext29-32x4d':
      return bottleneckNodes(resNeXt29Blocks(options));
    case 'pyramidnet':
      return pyramidNetNodes(options);
    case 'resnet50':
      return bottleneckNodes(resNet50Blocks(options));
  }
}

/** Where filters can be rescaled, in evaluation mode, when the batch norm's running statistics are too. */
export function filterPlaces(options: ModelOptions): FilterPlace[] {
  switch (options.architecture) {
    case 'mlp':
      return [];
    case 'cnn':
      return options.batchNorm ? options.channels.map((_, i) => pair('', i + 1, i + 1)) : [];
    case 'resnet':
      return [
        pair('', 1, 1),
        ...residualBlocks(options).flatMap((block) => [pair(`${block}.`, 1, 1), pair(`${block}.`, 2, 2)]),
      ];
    case 'wide-resnet':
      return wideFilters(options);
    case 'vgg19-bn':
      return vgg19BnFilters(options);
    case 'densenet121':
      return denseNet121Filters(options);
    case 'resnext29-32x4d':
      return bottleneckFilters(resNeXt29Blocks(options));
    case 'pyramidnet':
      return pyramidNetFilters(options);
    case 'resnet50':
      return bottleneckFilters(resNet50Blocks(options));
  }
}

function pair(prefix: string, convolution: number, batchNorm: number): FilterPlace {
  return { convolution: `${prefix}conv${convolution}`, batchNorm: `${prefix}bn${batchNorm}` };
}

function mlpNodes({ hidden }: MlpOptions): NodePlace[] {
  return hidden.map((_, i) => ({ writer: `fc${i + 1}`, readers: [`fc${i + 2}`] }));
}

function cnnNodes({ channels, batchNorm }: CnnOptions): NodePlace[] {
  return channels.map((_, i) => ({
    writer: `${batchNorm ? 'bn' : 'conv'}${i + 1}`,
    readers: [i + 1 < channels.length ? `conv${i + 2}` : 'fc'],
  }));
}

function residualBlocks({ depth }: ResNetOptions): string[] {
  return blockNames((depth - 2) / 6, (stage, block) => `layer${stage}.${block}`);
}

function wideBlocks({ depth }: WideResNetOptions): string[] {
  return blockNames((depth - 4) / 6, (stage, block) => `block${stage}.layer.${block}`);
}

function blockNames(blocks: number, name: (stage: number, block: number) => string): string[] {
  return [1, 2, 3].flatMap((stage) => Array.from({ length: blocks }, (_, block) => name(stage, block)));
}

/** Does a block change the number of channels? Then its shortcut is a convolution, which reads what `conv1` reads. */
function hasShortcut(block: string, { widenFactor }: WideResNetOptions): boolean {
  return block.endsWith('.0') && !(block.startsWith('block1.') && widenFactor === 1);
}

/** Both batch norms of a block read the stream, or what the block made of it, and pass it to convolutions only. */
function wideNodes(options: WideResNetOptions): NodePlace[] {
  const inBlocks = wideBlocks(options).flatMap((block): NodePlace[] => {
    const shortcut = hasShortcut(block, options) ? [`${block}.convShortcut`] : [];
    return [
      { writer: `${block}.bn1`, readers: [`${block}.conv1`, ...shortcut] },
      { writer: `${block}.bn2`, readers: [`${block}.conv2`] },
    ];
  });
  return [...inBlocks, { writer: 'bn1', readers: ['fc'] }];
}

/** The stem too where the first block's shortcut does not carry it on. */
function wideFilters(options: WideResNetOptions): FilterPlace[] {
  const blocks = wideBlocks(options);
  const first = blocks[0]!;
  const stem: FilterPlace[] = hasShortcut(first, options)
    ? [{ convolution: 'conv1', batchNorm: `${first}.bn1` }]
    : [];
  return [...stem, ...blocks.map((block) => pair(`${block}.`, 1, 2))];
}
