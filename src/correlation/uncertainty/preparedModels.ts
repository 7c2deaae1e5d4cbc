import type { RankedModels } from '../rankedModels.ts';
import { type CellSpread, cellSpread } from './cellSpread.ts';
import { configurationsOf, variesWithoutOne } from './configurations.ts';
import { drawModels, type ModelDraws } from './modelDraws.ts';
import { type NullSizes, nullSizes } from './permutations.ts';
import type { Resampling } from './types.ts';

/** Models with all that serves every measure of them: the same resamples and permutations for each. */
export interface PreparedModels {
  readonly models: RankedModels;
  readonly draws: ModelDraws;
  /** How the cells of each hyperparameter spread; null of one without cells. */
  readonly spreadsOf: (measures: ArrayLike<number>) => readonly (CellSpread | null)[];
  readonly nullSizesOf: (measures: ArrayLike<number>, isTied: boolean) => NullSizes;
}

export function prepareModels(models: RankedModels, resampling: Resampling): PreparedModels {
  const { all, hyperparameters } = models;
  const configurations = configurationsOf(hyperparameters, all.order.length);
  const axes = hyperparameters.map((cells) => ({ cells, isStable: variesWithoutOne(cells, configurations) }));
  // without ties every measure has the same ranks in another order, and so the same permutations
  let untied: NullSizes | undefined;
  return {
    models,
    draws: drawModels(all.order.length, resampling),
    spreadsOf: (measures) =>
      axes.map(({ cells, isStable }) => {
        if (cells.cells.length === 0) return null;
        const { taus, shifts } = cellSpread(cells, measures, configurations);
        return { taus, shifts: isStable ? shifts : shifts.fill(Number.NaN) };
      }),
    nullSizesOf: (measures, isTied) => {
      if (isTied) return nullSizes(models, measures, resampling);
      untied ??= nullSizes(models, Float64Array.from(measures).sort(), resampling);
      return untied;
    },
  };
}
