import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import { normalOf, pytorchDefault } from './draws.ts';
import { batchNorm, convolution, type LayerSpec, linear } from './layers.ts';
import { common } from './optionSchemas.ts';
import type { ResNetOptions } from './types.ts';

/**
 * ResNet for small images (He et al. 2016, section 4.2): three stages of (depth - 2) / 6 blocks with 16, 32
 * and 64 channels. Its option A shortcuts (every other pixel, padded with zero channels) have no parameters.
 */
function resnetLayers({ depth, inputShape, classes }: ResNetOptions): LayerSpec[] {
  const blocks = (depth - 2) / 6;
  const stem = [convolution('conv1', inputShape[2], 16, 3), batchNorm('bn1', 16)];
  const stages = [16, 32, 64].flatMap((width, stage) =>
    Array.from({ length: blocks }, (_, block) => {
      const before = block === 0 && stage > 0 ? width / 2 : width;
      return basicBlock(`layer${stage + 1}.${block}`, before, width);
    }).flat(),
  );
  return [...stem, ...stages, linear('linear', 64, classes)];
}

function basicBlock(name: string, inChannels: number, outChannels: number): LayerSpec[] {
  return [
    convolution(`${name}.conv1`, inChannels, outChannels, 3),
    batchNorm(`${name}.bn1`, outChannels),
    convolution(`${name}.conv2`, outChannels, outChannels, 3),
    batchNorm(`${name}.bn2`, outChannels),
  ];
}

function residualBlocks({ depth }: ResNetOptions): string[] {
  const length = (depth - 2) / 6;
  return [1, 2, 3].flatMap((stage) => Array.from({ length }, (_, block) => `layer${stage}.${block}`));
}

export const resnet: Architecture<ResNetOptions> = {
  schema: z.strictObject({
    architecture: z.literal('resnet'),
    depth: z
      .int()
      .min(8)
      .max(1202)
      .refine((depth) => (depth - 2) % 6 === 0, {
        error: ({ input }) => `must be 6n + 2 (20, 32, 44, 56 ...), not ${input}`,
      }),
    ...common,
  }),
  draws: (parameter, fans) =>
    /^(conv|linear)-weight$/.test(parameter.role)
      ? normalOf(Math.sqrt(2 / fans.fanIn))
      : pytorchDefault(parameter, fans),
  layers: resnetLayers,
  nodes: (options) =>
    residualBlocks(options).map((block) => ({ writer: `${block}.bn1`, readers: [`${block}.conv2`] })),
  filters: (options) => [
    { convolution: 'conv1', batchNorm: 'bn1' },
    ...residualBlocks(options).flatMap((block) =>
      [1, 2].map((k) => ({ convolution: `${block}.conv${k}`, batchNorm: `${block}.bn${k}` })),
    ),
  ],
};
