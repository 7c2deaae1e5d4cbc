import { batchNorm as batchNormLayer, convolution, type LayerSpec, linear } from './layers.ts';
import type { CnnOptions } from './types.ts';

/** `conv1`, `bn1`, `conv2`, ..., `fc`. */
export function cnnLayers({ channels, batchNorm, inputShape, classes }: CnnOptions): LayerSpec[] {
  const widths = [inputShape[2], ...channels];
  const blocks = channels.flatMap((width, i) => {
    const conv = convolution(`conv${i + 1}`, widths[i]!, width, 3, { bias: !batchNorm });
    return batchNorm ? [conv, batchNormLayer(`bn${i + 1}`, width)] : [conv];
  });
  return [...blocks, linear('fc', widths.at(-1)!, classes)];
}
