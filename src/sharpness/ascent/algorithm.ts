import type { IterativeAscent } from '../types.ts';
import { autoPgd } from './autoPgd.ts';
import { epflAutoPgd } from './epflAutoPgd.ts';
import { projectedAscent } from './projected.ts';
import type { Algorithm, AscentState } from './types.ts';

/** The algorithm that a plan names. */
export function algorithmOf(ascent: IterativeAscent): Algorithm<AscentState> {
  switch (ascent.kind) {
    case 'pgd':
      return projectedAscent(ascent);
    case 'apgd':
      return autoPgd(ascent.steps);
    case 'epfl-apgd':
      return epflAutoPgd(ascent.steps);
  }
}
