import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import {
  type Bottleneck,
  bottleneckFilters,
  bottleneckLayers,
  bottleneckNodes,
  stageBlocks,
} from './bottleneck.ts';
import { heConvolutions } from './draws.ts';
import { batchNorm, convolution, type LayerSpec, linear } from './layers.ts';
import { common, size } from './optionSchemas.ts';
import type { ResNet50Options } from './types.ts';

/** Blocks of each stage. */
const stages = [3, 4, 6, 3] as const;

/** Four stages, each twice as wide as the one before; the 3x3 convolutions stride. */
export function resNet50Blocks({ width }: ResNet50Options): Bottleneck[] {
  return stages.flatMap((blocks, stage) => {
    const wide = width * 2 ** stage;
    return stageBlocks({
      name: `layer${stage + 1}`,
      blocks,
      // the stage before ends with four times its own width
      inChannels: stage === 0 ? width : 2 * wide,
      width: wide,
      outChannels: 4 * wide,
      stride: stage === 0 ? 1 : 2,
      groups: 1,
      shortcut: 'downsample',
    });
  });
}

/** ResNet-50 (He et al. 2016, section 4.1): a 7x7 stem and max-pooling, which quarter the sides. */
function resNet50Layers(options: ResNet50Options): LayerSpec[] {
  const { width, inputShape, classes } = options;
  const blocks = resNet50Blocks(options);
  return [
    convolution('conv1', inputShape[2], width, 7),
    batchNorm('bn1', width),
    ...blocks.flatMap(bottleneckLayers),
    linear('fc', blocks.at(-1)!.outChannels, classes),
  ];
}

export const resNet50: Architecture<ResNet50Options> = {
  schema: z.strictObject({
    architecture: z.literal('resnet50'),
    width: size(512).default(64),
    ...common,
  }),
  draws: heConvolutions,
  layers: resNet50Layers,
  nodes: (options) => bottleneckNodes(resNet50Blocks(options)),
  filters: (options) => bottleneckFilters(resNet50Blocks(options)),
};
