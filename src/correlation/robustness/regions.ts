import { bestRadius } from '../bestRadius.ts';
import { groupBy } from '../groupBy.ts';
import { regionKey } from '../measureIdentity.ts';
import { tauOfKnown } from './taus.ts';
import type { StudiedMeasure, StudiedModels } from './types.ts';

/** The measures of a study, each at all its radii. */
export function regionsOf({ measures }: StudiedModels): readonly (readonly StudiedMeasure[])[] {
  return [...groupBy(measures, ({ identity }) => regionKey(identity)).values()];
}

/** Each measure at the radius with the largest τ over the models; those without any τ are left out. */
export function atBestRadius(study: StudiedModels): readonly StudiedMeasure[] {
  return regionsOf(study).flatMap((region) => {
    const best = bestRadius(
      region.map((measure) => ({
        measure,
        rho: measure.identity.rho,
        tau: tauOfKnown(measure.values, study.gap.values).value,
      })),
    );
    return best ? [best.measure] : [];
  });
}
