import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import { heConvolutions } from './draws.ts';
import { batchNorm, convolution, type LayerSpec, linear } from './layers.ts';
import { common, size } from './optionSchemas.ts';
import type { FilterPlace, NodePlace } from './places.ts';
import type { PyramidNetOptions } from './types.ts';

/**
 * Batch norm, 1x1 convolution, and twice batch norm, ReLU and convolution (3x3, 1x1), then batch norm; no ReLU after
 * the sum. The shortcut is the input, pooled where the block strides, with zeros for the new channels.
 */
export interface PyramidBlock {
  readonly name: string;
  readonly inChannels: number;
  readonly width: number;
  readonly outChannels: number;
  readonly stride: 1 | 2;
}

const STEM = 16;

/** As Python rounds: a half to the even neighbor. */
function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Three stages of n blocks; every block is alpha / 3n wider than the one before. */
export function pyramidNetBlocks({ depth, alpha }: PyramidNetOptions): PyramidBlock[] {
  const perStage = (depth - 2) / 9;
  const step = alpha / (3 * perStage);
  let width = STEM;
  let inChannels = STEM;
  return Array.from({ length: 3 * perStage }, (_, k) => {
    const [stage, block] = [Math.floor(k / perStage), k % perStage];
    // summed up, as there, so that a width on the edge rounds alike
    width += step;
    const rounded = roundHalfToEven(width);
    const made: PyramidBlock = {
      name: `layer${stage + 1}.${block}`,
      inChannels,
      width: rounded,
      outChannels: 4 * rounded,
      stride: stage > 0 && block === 0 ? 2 : 1,
    };
    inChannels = made.outChannels;
    return made;
  });
}

/** PyramidNet (Han et al. 2017) for small images, of bottleneck blocks. */
function pyramidNetLayers(options: PyramidNetOptions): LayerSpec[] {
  const { inputShape, classes } = options;
  const blocks = pyramidNetBlocks(options);
  const last = blocks.at(-1)!.outChannels;
  return [
    convolution('conv1', inputShape[2], STEM, 3),
    batchNorm('bn1', STEM),
    ...blocks.flatMap(blockLayers),
    batchNorm('bn_final', last),
    linear('fc', last, classes),
  ];
}

function blockLayers({ name, inChannels, width, outChannels }: PyramidBlock): LayerSpec[] {
  return [
    batchNorm(`${name}.bn1`, inChannels),
    convolution(`${name}.conv1`, inChannels, width, 1),
    batchNorm(`${name}.bn2`, width),
    convolution(`${name}.conv2`, width, width, 3),
    batchNorm(`${name}.bn3`, width),
    convolution(`${name}.conv3`, width, outChannels, 1),
    batchNorm(`${name}.bn4`, outChannels),
  ];
}

/** The batch norms before convolutions; the stem's and each block's last one write into the stream. */
function pyramidNetNodes(options: PyramidNetOptions): NodePlace[] {
  const inBlocks = pyramidNetBlocks(options).flatMap(({ name }) =>
    [1, 2, 3].map((k) => ({ writer: `${name}.bn${k}`, readers: [`${name}.conv${k}`] })),
  );
  return [...inBlocks, { writer: 'bn_final', readers: ['fc'] }];
}

/** A batch norm follows every convolution. */
function pyramidNetFilters(options: PyramidNetOptions): FilterPlace[] {
  const inBlocks = pyramidNetBlocks(options).flatMap(({ name }) =>
    [1, 2, 3].map((k) => ({ convolution: `${name}.conv${k}`, batchNorm: `${name}.bn${k + 1}` })),
  );
  return [{ convolution: 'conv1', batchNorm: 'bn1' }, ...inBlocks];
}

export const pyramidNet: Architecture<PyramidNetOptions> = {
  schema: z.strictObject({
    architecture: z.literal('pyramidnet'),
    depth: z
      .int()
      .min(11)
      .max(1199)
      .refine((depth) => (depth - 2) % 9 === 0, { error: 'must be 9n + 2: 11, 20, 110, 164, 272 ...' })
      .default(272),
    alpha: size(4096).default(200),
    shakeDrop: z.boolean().default(true),
    ...common,
  }),
  draws: heConvolutions,
  layers: pyramidNetLayers,
  nodes: pyramidNetNodes,
  filters: pyramidNetFilters,
};
