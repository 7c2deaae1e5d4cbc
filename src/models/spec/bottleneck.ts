import { batchNorm, convolution, type LayerSpec } from './layers.ts';
import type { FilterPlace, NodePlace } from './places.ts';

/** A residual block of three convolutions (He et al. 2016; in groups: Xie et al. 2017): 1x1, 3x3, 1x1. */
export interface Bottleneck {
  readonly name: string;
  readonly inChannels: number;
  /** Channels of the 3x3 convolution. */
  readonly width: number;
  readonly outChannels: number;
  /** Of the 3x3 convolution and the shortcut. */
  readonly stride: 1 | 2;
  /** Of the 3x3 convolution. */
  readonly groups: number;
  /** The sequence of a 1x1 convolution and batch norm where the shape changes; elsewhere the input is added as it is. */
  readonly shortcut: string | undefined;
}

/** The blocks of one stage. */
export interface Stage
  extends Pick<Bottleneck, 'inChannels' | 'width' | 'outChannels' | 'stride' | 'groups'> {
  readonly name: string;
  readonly blocks: number;
  /** What the implementation calls a shortcut. */
  readonly shortcut: string;
}

/** The first block changes the shape. */
export function stageBlocks({ name, blocks, shortcut, ...first }: Stage): Bottleneck[] {
  return Array.from({ length: blocks }, (_, k) => {
    const inChannels = k === 0 ? first.inChannels : first.outChannels;
    const stride = k === 0 ? first.stride : 1;
    const changes = stride !== 1 || inChannels !== first.outChannels;
    return {
      ...first,
      name: `${name}.${k}`,
      inChannels,
      stride,
      shortcut: changes ? `${name}.${k}.${shortcut}` : undefined,
    };
  });
}

export function bottleneckLayers(block: Bottleneck): LayerSpec[] {
  const { name, inChannels, width, outChannels, groups, shortcut } = block;
  const branch = [
    convolution(`${name}.conv1`, inChannels, width, 1),
    batchNorm(`${name}.bn1`, width),
    convolution(`${name}.conv2`, width, width, 3, { groups }),
    batchNorm(`${name}.bn2`, width),
    convolution(`${name}.conv3`, width, outChannels, 1),
    batchNorm(`${name}.bn3`, outChannels),
  ];
  if (shortcut === undefined) return branch;
  return [
    ...branch,
    convolution(`${shortcut}.0`, inChannels, outChannels, 1),
    batchNorm(`${shortcut}.1`, outChannels),
  ];
}

/**
 * The stem's nodes where no shortcut carries them on, and those within blocks, but for nodes that a convolution in
 * groups reads.
 */
export function bottleneckNodes(blocks: readonly Bottleneck[]): NodePlace[] {
  const { name, shortcut } = blocks[0]!;
  const stem = shortcut ? [{ writer: 'bn1', readers: [`${name}.conv1`, `${shortcut}.0`] }] : [];
  const inBlocks = blocks.flatMap((block) => {
    const inner = { writer: `${block.name}.bn1`, readers: [`${block.name}.conv2`] };
    const outer = { writer: `${block.name}.bn2`, readers: [`${block.name}.conv3`] };
    return block.groups === 1 ? [inner, outer] : [outer];
  });
  return [...stem, ...inBlocks];
}

/** A batch norm follows every convolution. */
export function bottleneckFilters(blocks: readonly Bottleneck[]): FilterPlace[] {
  const inBlocks = blocks.flatMap(({ name, shortcut }) => {
    const branch = [1, 2, 3].map((k) => ({ convolution: `${name}.conv${k}`, batchNorm: `${name}.bn${k}` }));
    return shortcut ? [...branch, { convolution: `${shortcut}.0`, batchNorm: `${shortcut}.1` }] : branch;
  });
  return [{ convolution: 'conv1', batchNorm: 'bn1' }, ...inBlocks];
}
