import { batchNorm, convolution, type LayerSpec, linear } from './layers.ts';
import type { ResNetOptions } from './types.ts';

/**
 * ResNet for small images (He et al. 2016, section 4.2): three stages of (depth - 2) / 6 blocks with 16, 32
 * and 64 channels. Its option A shortcuts (every other pixel, padded with zero channels) have no parameters.
 */
export function resnetLayers({ depth, inputShape, classes }: ResNetOptions): LayerSpec[] {
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
