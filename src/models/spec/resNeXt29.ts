import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import {
  type Bottleneck,
  bottleneckFilters,
  bottleneckLayers,
  bottleneckNodes,
  stageBlocks,
} from './bottleneck.ts';
import { pytorchDefault } from './draws.ts';
import { batchNorm, convolution, type LayerSpec, linear } from './layers.ts';
import { common, size } from './optionSchemas.ts';
import type { ResNeXt29Options } from './types.ts';

const STEM = 64;

/** Three stages of three blocks, each twice as wide as the one before. */
export function resNeXt29Blocks({ cardinality, bottleneckWidth }: ResNeXt29Options): Bottleneck[] {
  return [0, 1, 2].flatMap((stage) => {
    const width = cardinality * bottleneckWidth * 2 ** stage;
    return stageBlocks({
      name: `layer${stage + 1}`,
      blocks: 3,
      // the stage before ends with twice its own width, which is this one's
      inChannels: stage === 0 ? STEM : width,
      width,
      outChannels: 2 * width,
      stride: stage === 0 ? 1 : 2,
      groups: cardinality,
      shortcut: 'shortcut',
    });
  });
}

/** ResNeXt-29 (Xie et al. 2017) for small images, with a 1x1 stem. */
function resNeXt29Layers(options: ResNeXt29Options): LayerSpec[] {
  const { inputShape, classes } = options;
  const blocks = resNeXt29Blocks(options);
  return [
    convolution('conv1', inputShape[2], STEM, 1),
    batchNorm('bn1', STEM),
    ...blocks.flatMap(bottleneckLayers),
    linear('linear', blocks.at(-1)!.outChannels, classes),
  ];
}

export const resNeXt29: Architecture<ResNeXt29Options> = {
  schema: z.strictObject({
    architecture: z.literal('resnext29-32x4d'),
    cardinality: size(512).default(32),
    bottleneckWidth: size(512).default(4),
    ...common,
  }),
  draws: pytorchDefault,
  layers: resNeXt29Layers,
  nodes: (options) => bottleneckNodes(resNeXt29Blocks(options)),
  filters: (options) => bottleneckFilters(resNeXt29Blocks(options)),
};
