import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import { pytorchDefault } from './draws.ts';
import { batchNorm as batchNormLayer, convolution, type LayerSpec, linear } from './layers.ts';
import { common, dropoutRate, size } from './optionSchemas.ts';
import type { NodePlace } from './places.ts';
import type { CnnOptions, InputShape } from './types.ts';

/** `conv1`, `bn1`, `conv2`, ..., `fc`. */
function cnnLayers({ channels, batchNorm, inputShape, classes }: CnnOptions): LayerSpec[] {
  const widths = [inputShape[2], ...channels];
  const blocks = channels.flatMap((width, i) => {
    const conv = convolution(`conv${i + 1}`, widths[i]!, width, 3, { bias: !batchNorm });
    return batchNorm ? [conv, batchNormLayer(`bn${i + 1}`, width)] : [conv];
  });
  return [...blocks, linear('fc', widths.at(-1)!, classes)];
}

function cnnNodes({ channels, batchNorm }: CnnOptions): NodePlace[] {
  return channels.map((_, i) => ({
    writer: `${batchNorm ? 'bn' : 'conv'}${i + 1}`,
    readers: [i + 1 < channels.length ? `conv${i + 2}` : 'fc'],
  }));
}

/** How many times the smaller side can be halved, rounding down, with a pixel left. */
function halvings([height, width]: InputShape): number {
  return Math.floor(Math.log2(Math.min(height, width)));
}

export const cnn: Architecture<CnnOptions> = {
  schema: z
    .strictObject({
      architecture: z.literal('cnn'),
      channels: z.array(size(4096)).min(1).max(32),
      batchNorm: z.boolean(),
      dropoutRate,
      ...common,
    })
    .refine(({ channels, inputShape }) => channels.length - 1 <= halvings(inputShape), {
      path: ['channels'],
      error: 'too many: the input is halved after every convolution but the last, and has no pixels left',
    }),
  draws: pytorchDefault,
  layers: cnnLayers,
  nodes: cnnNodes,
  filters: ({ batchNorm, channels }) =>
    batchNorm ? channels.map((_, i) => ({ convolution: `conv${i + 1}`, batchNorm: `bn${i + 1}` })) : [],
};
