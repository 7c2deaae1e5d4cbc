import { architectureOf } from './architectures.ts';
import type { FilterPlace, NodePlace } from './places.ts';
import type { ModelOptions } from './types.ts';

/** Where nodes can be rescaled: not the channels of a residual stream, which shortcuts carry past the layers. */
export function nodePlaces(options: ModelOptions): NodePlace[] {
  return architectureOf(options).nodes(options);
}

/** Where filters can be rescaled, in evaluation mode, when the batch norm's running statistics are too. */
export function filterPlaces(options: ModelOptions): FilterPlace[] {
  return architectureOf(options).filters(options);
}
