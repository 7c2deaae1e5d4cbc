import type { TrainingOptions } from './types.ts';

/** Why a training ended as diverged, and what to try: `wrong` says which number was not finite, or that nothing is learned. */
export function divergenceReason(wrong: string, { sharpnessAware }: TrainingOptions): string {
  const isPerturbed = sharpnessAware !== null && sharpnessAware.radius > 0;
  return `training diverged: ${wrong}; try a smaller learning rate${isPerturbed ? ' or rho' : ''}`;
}
