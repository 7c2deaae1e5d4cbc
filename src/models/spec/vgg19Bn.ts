import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import { pytorchDefault } from './draws.ts';
import { batchNorm, convolution, type LayerSpec, linear } from './layers.ts';
import { common, size } from './optionSchemas.ts';
import type { FilterPlace, NodePlace } from './places.ts';
import type { Vgg19BnOptions } from './types.ts';

/** A 3x3 convolution with a bias, batch norm, ReLU and, at the end of a stage, 2x2 max-pooling. */
export interface VggUnit {
  readonly convolution: string;
  readonly batchNorm: string;
  readonly channels: number;
  readonly pooled: boolean;
}

/** Channels, in widths of the first stage, and convolutions of each stage. */
const stages = [
  { widths: 1, convolutions: 2 },
  { widths: 2, convolutions: 2 },
  { widths: 4, convolutions: 4 },
  { widths: 8, convolutions: 4 },
  { widths: 8, convolutions: 4 },
] as const;

/** All units; their numbers count the layers of a sequence, ReLU and pooling among them. */
export function vgg19BnUnits({ width }: Vgg19BnOptions): VggUnit[] {
  let next = 0;
  return stages.flatMap(({ widths, convolutions }) => {
    const first = next;
    next += 3 * convolutions + 1;
    return Array.from({ length: convolutions }, (_, k) => ({
      convolution: `features.${first + 3 * k}`,
      batchNorm: `features.${first + 3 * k + 1}`,
      channels: width * widths,
      pooled: k === convolutions - 1,
    }));
  });
}

/** VGG-19 (Simonyan & Zisserman 2015, configuration E) with batch norm and one linear layer, for small images. */
function vgg19BnLayers(options: Vgg19BnOptions): LayerSpec[] {
  let inChannels = options.inputShape[2];
  const units = vgg19BnUnits(options).flatMap((unit) => {
    const layers = [
      convolution(unit.convolution, inChannels, unit.channels, 3, { bias: true }),
      batchNorm(unit.batchNorm, unit.channels),
    ];
    inChannels = unit.channels;
    return layers;
  });
  return [...units, linear('classifier', inChannels, options.classes)];
}

function vgg19BnNodes(options: Vgg19BnOptions): NodePlace[] {
  const units = vgg19BnUnits(options);
  return units.map((unit, k) => ({
    writer: unit.batchNorm,
    readers: [units[k + 1]?.convolution ?? 'classifier'],
  }));
}

function vgg19BnFilters(options: Vgg19BnOptions): FilterPlace[] {
  return vgg19BnUnits(options).map((unit) => ({
    convolution: unit.convolution,
    batchNorm: unit.batchNorm,
  }));
}

export const vgg19Bn: Architecture<Vgg19BnOptions> = {
  schema: z.strictObject({
    architecture: z.literal('vgg19-bn'),
    width: size(512).default(64),
    ...common,
    inputShape: common.inputShape.refine(([height, width]) => height >> 5 === 1 && width >> 5 === 1, {
      error: 'height and width must be 32 to 63: five max-pools have to leave one pixel',
    }),
  }),
  draws: pytorchDefault,
  layers: vgg19BnLayers,
  nodes: vgg19BnNodes,
  filters: vgg19BnFilters,
};
