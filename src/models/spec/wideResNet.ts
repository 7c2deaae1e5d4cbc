import { batchNorm, convolution, type LayerSpec, linear } from './layers.ts';
import type { WideResNetOptions } from './types.ts';

/**
 * Wide ResNet (Zagoruyko & Komodakis 2016): three stages of (depth - 4) / 6 pre-activation blocks with
 * 16k, 32k and 64k channels, k = widenFactor.
 */
export function wideResNetLayers(options: WideResNetOptions): LayerSpec[] {
  const { depth, widenFactor, inputShape, classes } = options;
  const blocks = (depth - 4) / 6;
  const widths = [16, 16 * widenFactor, 32 * widenFactor, 64 * widenFactor];
  const last = widths.at(-1)!;
  const stages = widths.slice(1).flatMap((width, stage) =>
    Array.from({ length: blocks }, (_, block) => {
      const before = block === 0 ? widths[stage]! : width;
      return preActivationBlock(`block${stage + 1}.layer.${block}`, before, width);
    }).flat(),
  );
  return [
    convolution('conv1', inputShape[2], 16, 3),
    ...stages,
    batchNorm('bn1', last),
    linear('fc', last, classes),
  ];
}

/** The shortcut is a 1x1 convolution where the number of channels changes, and nothing elsewhere. */
function preActivationBlock(name: string, inChannels: number, outChannels: number): LayerSpec[] {
  const block = [
    batchNorm(`${name}.bn1`, inChannels),
    convolution(`${name}.conv1`, inChannels, outChannels, 3),
    batchNorm(`${name}.bn2`, outChannels),
    convolution(`${name}.conv2`, outChannels, outChannels, 3),
  ];
  const shortcut = convolution(`${name}.convShortcut`, inChannels, outChannels, 1);
  return inChannels === outChannels ? block : [...block, shortcut];
}
