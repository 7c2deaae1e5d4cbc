import {
  type BatchGradient,
  batchGradient,
  type GradientPlace,
  type TrainedNetwork,
} from './batchGradient.ts';
import { perturb } from './perturb.ts';
import type { SharpnessAware } from './types.ts';

/**
 * The gradient that an update takes: at w, or for SAM and ASAM at w + epsilon with epsilon from the gradient at w.
 *
 * Loss and hits are those at w. Both passes drop the same activations: they see one function. Unless asked, batch norm's
 * running statistics are those of the first pass, at w. w itself is never moved, so nothing has to be restored.
 */
export function sharpGradient(
  network: TrainedNetwork,
  place: GradientPlace,
  sharpnessAware: SharpnessAware | null,
): BatchGradient {
  const first = batchGradient(network, place);
  if (sharpnessAware === null) return first;
  const parameters = perturb(place.parameters, first.gradient, network.layout, sharpnessAware);
  return {
    ...first,
    ...secondPass(network, { ...place, parameters, buffers: first.buffers }, sharpnessAware),
  };
}

/** What counts of the pass at w + epsilon. */
export function secondPass(
  network: TrainedNetwork,
  place: GradientPlace,
  { batchNormStatistics }: SharpnessAware,
): Pick<BatchGradient, 'gradient' | 'buffers'> {
  const { gradient, buffers } = batchGradient(network, place);
  return { gradient, buffers: batchNormStatistics === 'both' ? buffers : place.buffers };
}
