import type { CnnOptions, MlpOptions, ModelOptions, ResNetOptions, WideResNetOptions } from './types.ts';

/** Places where a network can be rescaled without changing its function, by the names of its layers. */

/**
 * Nodes before a ReLU, which passes positive factors on, as max-pooling and average pooling do: what computes a
 * node is multiplied, what reads it is divided.
 */
export interface NodePlace {
  /** A linear layer, a convolution with a bias, or a batch norm, whose scale and shift compute the nodes. */
  readonly writer: string;
  /** All linear layers and convolutions that read them. */
  readonly readers: readonly string[];
}

/** Filters whose output nothing but a batch norm reads, which divides their scale out again. */
export interface FilterPlace {
  readonly convolution: string;
  readonly batchNorm: string;
}

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
