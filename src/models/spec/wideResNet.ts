import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import { constant, heConvolutions } from './draws.ts';
import { batchNorm, convolution, type LayerSpec, linear } from './layers.ts';
import { common, dropoutRate, size } from './optionSchemas.ts';
import type { FilterPlace, NodePlace } from './places.ts';
import type { WideResNetOptions } from './types.ts';

/**
 * Wide ResNet (Zagoruyko & Komodakis 2016): three stages of (depth - 4) / 6 pre-activation blocks with
 * 16k, 32k and 64k channels, k = widenFactor.
 */
function wideResNetLayers(options: WideResNetOptions): LayerSpec[] {
  const { depth, widenFactor, inputShape, classes } = options;
  const blocks = (depth - 4) / 6;
  const widths = [16, 16 * widenFactor, 32 * widenFactor, 64 * widenFactor];
  const last = widths.at(-1)!;
  const stages = widths.slice(1).flatMap((width, stage) =>
    Array.from({ length: blocks }, (_, block) => {
      const before = block === 0 ? widths[stage]! : width;
      return preActivationBlock(`block${stage + 1}.layer.${block}`, before, width);
    }).flat(),
  );
  return [
    convolution('conv1', inputShape[2], 16, 3),
    ...stages,
    batchNorm('bn1', last),
    linear('fc', last, classes),
  ];
}

/** The shortcut is a 1x1 convolution where the number of channels changes, and nothing elsewhere. */
function preActivationBlock(name: string, inChannels: number, outChannels: number): LayerSpec[] {
  const block = [
    batchNorm(`${name}.bn1`, inChannels),
    convolution(`${name}.conv1`, inChannels, outChannels, 3),
    batchNorm(`${name}.bn2`, outChannels),
    convolution(`${name}.conv2`, outChannels, outChannels, 3),
  ];
  const shortcut = convolution(`${name}.convShortcut`, inChannels, outChannels, 1);
  return inChannels === outChannels ? block : [...block, shortcut];
}

function wideBlocks({ depth }: WideResNetOptions): string[] {
  const length = (depth - 4) / 6;
  return [1, 2, 3].flatMap((stage) => Array.from({ length }, (_, block) => `block${stage}.layer.${block}`));
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
  return [...stem, ...blocks.map((block) => ({ convolution: `${block}.conv1`, batchNorm: `${block}.bn2` }))];
}

export const wideResNet: Architecture<WideResNetOptions> = {
  schema: z.strictObject({
    architecture: z.literal('wide-resnet'),
    depth: z
      .int()
      .min(10)
      .max(604)
      .refine((depth) => (depth - 4) % 6 === 0, {
        error: ({ input }) => `must be 6n + 4 (10, 16, 22, 28, 40 ...), not ${input}`,
      }),
    widenFactor: size(32),
    dropoutRate,
    ...common,
  }),
  draws: (parameter, fans) =>
    parameter.role === 'linear-bias' ? constant(0) : heConvolutions(parameter, fans),
  layers: wideResNetLayers,
  nodes: wideNodes,
  filters: wideFilters,
};
