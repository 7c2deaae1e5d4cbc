import { combined, numbered } from '../numbered.ts';
import { settingKey } from '../population.ts';
import { radiusChoice } from '../radiusChoice.ts';
import { regionsOf } from './regions.ts';
import { rowOf, type Said } from './rows.ts';
import type { RobustnessRow, StudiedMeasure, StudiedModels } from './types.ts';

const SPLITS = 100;

/**
 * What the radius of each measure that has several is worth where it was not chosen (see `radiusChoice`): τ held out, its
 * spread over the halves, the optimism, and the share of halves that choose the same radius, in the rows of the radius that all models choose. Models
 * enter that have the gap and a value at every radius. Configurations are what shares all hyperparameters.
 */
export function heldOutRadius(study: StudiedModels, seed: number): readonly RobustnessRow[] {
  const configurations = configurationsOf(study);
  return regionsOf(study).flatMap((region) => {
    if (region.length < 2) return [];
    const known = knownThroughout(study, region);
    const some = (values: ArrayLike<number>) => known.map((model) => values[model]!);
    const choice = radiusChoice({
      gaps: some(study.gap.values),
      radii: region.map(({ identity, values }) => ({ rho: identity.rho, measures: some(values) })),
      configurations: numbered(some(configurations)).numbers,
      splits: SPLITS,
      seed,
    });
    const common = { rho: choice.rho, models: known.length, parts: choice.halves };
    const said: readonly Said[] = [
      { ...common, statistic: 'tau_held_out', value: choice.tau_held_out },
      { ...common, statistic: 'held_out_spread', value: choice.held_out_spread },
      { ...common, statistic: 'optimism', value: choice.optimism },
      { ...common, statistic: 'same_choice', value: choice.same_choice },
    ];
    return said.map((one) => rowOf(study, region[0]!, one));
  });
}

function knownThroughout(
  { models, gap }: StudiedModels,
  region: readonly StudiedMeasure[],
): readonly number[] {
  return [...models.keys()].filter(
    (model) => !Number.isNaN(gap.values[model]) && region.every(({ values }) => !Number.isNaN(values[model])),
  );
}

function configurationsOf({ models, hyperparameters }: StudiedModels): Uint32Array {
  const axes = hyperparameters.map((name) => numbered(models.map((own) => settingKey(own[name]))));
  return combined(models.length, axes).numbers;
}
