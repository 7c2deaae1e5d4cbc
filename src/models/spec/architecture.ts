import type * as z from 'zod';
import type { DrawOf } from './draws.ts';
import type { LayerSpec } from './layers.ts';
import type { FilterPlace, NodePlace } from './places.ts';
import type { ModelOptions } from './types.ts';

/**
 * All that there is to know of an architecture, short of computing it. Its functions are methods, so that TypeScript
 * takes one of certain options for one of any: `architectureOf` gives each the options of its own.
 */
export interface Architecture<Options extends ModelOptions = ModelOptions> {
  /** What a `config.json` may say under `model`. */
  readonly schema: z.ZodType<Options> & z.core.$ZodTypeDiscriminable;
  /** How the implementation that it is named after draws parameters; for the rest it leaves PyTorch's defaults. */
  readonly draws: DrawOf;
  /** In the order of PyTorch's state_dict. */
  layers(options: Options): LayerSpec[];
  /** Where nodes can be rescaled: not the channels of a residual stream, which shortcuts carry past the layers. */
  nodes(options: Options): NodePlace[];
  /** Where filters can be rescaled, in evaluation mode, when the batch norm's running statistics are too. */
  filters(options: Options): FilterPlace[];
}
