import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import { pytorchDefault } from './draws.ts';
import { batchNorm, convolution, type LayerSpec, linear } from './layers.ts';
import { common, size } from './optionSchemas.ts';
import type { FilterPlace, NodePlace } from './places.ts';
import type { DenseNet121Options } from './types.ts';

/**
 * What follows on the stem: layers, whose output stands before their input in the stream that the next one reads, and
 * transitions, which replace the stream by half as many channels and pixels.
 */
export interface DenseUnit {
  readonly kind: 'layer' | 'transition';
  readonly name: string;
  /** Channels of the stream that it reads. */
  readonly channels: number;
}

/** Layers of each dense block. */
const blocks = [6, 12, 24, 16] as const;

function denseBlock(number: number, first: number, { growthRate }: DenseNet121Options): DenseUnit[] {
  return Array.from({ length: blocks[number]! }, (_, k) => ({
    kind: 'layer',
    name: `dense${number + 1}.${k}`,
    channels: first + k * growthRate,
  }));
}

function channelsAfter({ channels }: DenseUnit, { growthRate }: DenseNet121Options): number {
  return channels + growthRate;
}

/** All units, in order. */
export function denseNet121Units(options: DenseNet121Options): DenseUnit[] {
  let channels = 2 * options.growthRate;
  return blocks.flatMap((_, number) => {
    const layers = denseBlock(number, channels, options);
    const after = channelsAfter(layers.at(-1)!, options);
    channels = Math.floor(after / 2);
    const transition: DenseUnit = { kind: 'transition', name: `trans${number + 1}`, channels: after };
    return number < blocks.length - 1 ? [...layers, transition] : layers;
  });
}

/** DenseNet-121 (Huang et al. 2017) for small images: a 3x3 stem without pooling. */
function denseNet121Layers(options: DenseNet121Options): LayerSpec[] {
  const { growthRate, inputShape, classes } = options;
  const units = denseNet121Units(options);
  const last = channelsAfter(units.at(-1)!, options);
  return [
    convolution('conv1', inputShape[2], 2 * growthRate, 3),
    ...units.flatMap((unit) => unitLayers(unit, growthRate)),
    batchNorm('bn', last),
    linear('linear', last, classes),
  ];
}

function unitLayers({ kind, name, channels }: DenseUnit, growthRate: number): LayerSpec[] {
  if (kind === 'transition') {
    return [
      batchNorm(`${name}.bn`, channels),
      convolution(`${name}.conv`, channels, Math.floor(channels / 2), 1),
    ];
  }
  return [
    batchNorm(`${name}.bn1`, channels),
    convolution(`${name}.conv1`, channels, 4 * growthRate, 1),
    batchNorm(`${name}.bn2`, 4 * growthRate),
    convolution(`${name}.conv2`, 4 * growthRate, growthRate, 3),
  ];
}

/** Every batch norm reads the stream, or what the layer made of it, and passes it to one convolution only. */
function denseNet121Nodes(options: DenseNet121Options): NodePlace[] {
  const inUnits = denseNet121Units(options).flatMap(({ kind, name }): NodePlace[] =>
    kind === 'transition'
      ? [{ writer: `${name}.bn`, readers: [`${name}.conv`] }]
      : [
          { writer: `${name}.bn1`, readers: [`${name}.conv1`] },
          { writer: `${name}.bn2`, readers: [`${name}.conv2`] },
        ],
  );
  return [...inUnits, { writer: 'bn', readers: ['linear'] }];
}

/** All other filters write into a stream that several batch norms read. */
function denseNet121Filters(options: DenseNet121Options): FilterPlace[] {
  return denseNet121Units(options)
    .filter(({ kind }) => kind === 'layer')
    .map(({ name }) => ({ convolution: `${name}.conv1`, batchNorm: `${name}.bn2` }));
}

export const denseNet121: Architecture<DenseNet121Options> = {
  schema: z.strictObject({
    architecture: z.literal('densenet121'),
    growthRate: size(512).default(32),
    ...common,
    inputShape: common.inputShape.refine(([height, width]) => Math.min(height, width) >= 8, {
      error: 'height and width must be at least 8: they are halved three times',
    }),
  }),
  draws: pytorchDefault,
  layers: denseNet121Layers,
  nodes: denseNet121Nodes,
  filters: denseNet121Filters,
};
