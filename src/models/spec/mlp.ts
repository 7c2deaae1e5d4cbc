import { type LayerSpec, linear } from './layers.ts';
import type { MlpOptions } from './types.ts';

/** `fc1`, `fc2`, ...: the last one gives the logits. */
export function mlpLayers({ hidden, inputShape, classes }: MlpOptions): LayerSpec[] {
  const [height, width, channels] = inputShape;
  const widths = [height * width * channels, ...hidden, classes];
  return widths.slice(1).map((width, i) => linear(`fc${i + 1}`, widths[i]!, width));
}
