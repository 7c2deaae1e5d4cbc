import * as z from 'zod';
import type { Architecture } from './architecture.ts';
import { pytorchDefault } from './draws.ts';
import { type LayerSpec, linear } from './layers.ts';
import { common, size } from './optionSchemas.ts';
import type { NodePlace } from './places.ts';
import type { MlpOptions } from './types.ts';

/** `fc1`, `fc2`, ...: the last one gives the logits. */
function mlpLayers({ hidden, inputShape, classes }: MlpOptions): LayerSpec[] {
  const [height, width, channels] = inputShape;
  const widths = [height * width * channels, ...hidden, classes];
  return widths.slice(1).map((width, i) => linear(`fc${i + 1}`, widths[i]!, width));
}

function mlpNodes({ hidden }: MlpOptions): NodePlace[] {
  return hidden.map((_, i) => ({ writer: `fc${i + 1}`, readers: [`fc${i + 2}`] }));
}

export const mlp: Architecture<MlpOptions> = {
  schema: z.strictObject({
    architecture: z.literal('mlp'),
    hidden: z.array(size(65_536)).max(64),
    ...common,
  }),
  draws: pytorchDefault,
  layers: mlpLayers,
  nodes: mlpNodes,
  filters: () => [],
};
