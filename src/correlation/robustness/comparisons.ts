import { groupBy } from '../groupBy.ts';
import type { MeasureIdentity } from '../measureIdentity.ts';
import { populationOf } from '../population.ts';
import { type Comparison, comparisonsIn } from '../uncertainty/compareMeasures.ts';
import { holm } from '../uncertainty/holm.ts';
import type { Resampling } from '../uncertainty/types.ts';
import { atBestRadius } from './regions.ts';
import { someModels } from './someModels.ts';
import type { StudiedModels } from './types.ts';

/** How much larger a coefficient of the first measure is than that of the second. */
export interface MeasureComparison extends Comparison {
  readonly first: MeasureIdentity;
  readonly second: MeasureIdentity;
  /** The p-value by Holm's correction, over all pairs of measures that this coefficient was compared of. */
  readonly p_holm: number | null;
}

/**
 * Every two measures of a study on the same models, each at the radius with its largest τ (see `compareMeasures`). The
 * radii were chosen on these models, so that a measure with more radii to choose from has an advantage, which no interval
 * here has in it. Measures of single layers are left out: there are many, and they answer another question.
 */
export function comparisons(study: StudiedModels, resampling: Resampling): readonly MeasureComparison[] {
  const entering = someModels(study, (model) => study.enters[model]!);
  const { models, gap, hyperparameters, bins } = entering;
  const measures = atBestRadius(entering).filter(({ identity }) => identity.layer === null);
  const compare = comparisonsIn(
    populationOf(
      models.map((own, model) => ({ hyperparameters: own, gap: gap.values[model]! })),
      hyperparameters,
      bins,
    ),
    resampling,
  );
  const rows = measures.flatMap((first, i) =>
    measures.slice(i + 1).flatMap((second) =>
      compare(first.values, second.values).map((found) => ({
        first: first.identity,
        second: second.identity,
        ...found,
      })),
    ),
  );
  const corrected = new Map(
    [...groupBy(rows, familyOf).values()].flatMap((family) => {
      const p = holm(family.map(({ p_value }) => p_value));
      return family.map((row, k) => [row, p[k]!] as const);
    }),
  );
  return rows.map((row) => ({ ...row, p_holm: corrected.get(row) ?? null }));
}

/** Coefficients that are tested together. */
function familyOf({ statistic, hyperparameter }: Comparison): string {
  return JSON.stringify([statistic, hyperparameter]);
}
