import {
  type ComparedModel,
  coefficients,
  compareMeasures,
  type RankedModel,
  type Statistic,
} from '../../src/index.ts';
import { randomStream } from '../../src/random/stream.ts';
import { type Configuration, drawn, hyperparametersOf, modelsOf, withSeeds } from './models.ts';
import type { Case } from './populations.ts';

/**
 * Of what a coefficient is:
 *
 * - `coefficient`: of what docs/theory.md says; for τ, models that are drawn each by itself
 * - `difference`: the same of two measures, the first less the second
 * - `grid`: τ where the configurations are as they are, and only noise is drawn
 * - `whole configurations`: τ where configurations are drawn, each with all its seeds
 */
export type Of = 'coefficient' | 'difference' | 'grid' | 'whole configurations';

/** What one study says of one coefficient of the first measure, or of its difference from that of the second. */
export interface Finding {
  readonly of: Of;
  readonly statistic: Statistic;
  readonly hyperparameter: string | null;
  readonly value: number | null;
  readonly ci_low: number | null;
  readonly ci_high: number | null;
  readonly p_value: number | null;
}

/** Of the bootstrap. */
export const RESAMPLES = 500;
/** Where only permutations are needed, and something is found in them. */
export const PERMUTATIONS = 199;

/**
 * One study, by its number. Intervals and p-values are those that `correlate` and `compareMeasures` give.
 *
 * @param isNull is the measure, within cells, independent of the gap? Where it is not, permutations tell nothing.
 */
export function findingsOf(
  { population, grid, isWide }: Case,
  configurations: readonly Configuration[],
  { number, isNull }: { readonly number: number; readonly isNull: boolean },
): readonly Finding[] {
  const stream = randomStream(number, `${population.name}, ${grid.name}`);
  const hyperparameters = hyperparametersOf(grid);
  const all = withSeeds(configurations, grid);
  const each = modelsOf(drawn(all, stream), population, stream);
  const models = modelsOf(all, population, stream);
  const bootstrap = { resamples: RESAMPLES, seed: number };
  const permutations = { resamples: isNull ? PERMUTATIONS : 1, seed: number };
  const found = [
    ...told('coefficient', ['tau', 'tau_b'], coefficients(byFirst(each), [], {}, bootstrap)),
    ...told('coefficient', ['psi', 'Psi'], coefficients(byFirst(models), hyperparameters, {}, permutations)),
  ];
  if (!isWide) return found;
  const clustered = modelsOf(withSeeds(drawn(configurations, stream), grid), population, stream);
  return [
    ...found,
    ...told('difference', ['tau', 'tau_b'], differences(each, [], bootstrap)),
    ...told('difference', ['psi', 'Psi'], differences(models, hyperparameters, { resamples: 0, seed: 0 })),
    ...told('grid', ['tau'], coefficients(byFirst(models), [], {}, bootstrap)),
    ...(grid.seeds === 1
      ? []
      : told('whole configurations', ['tau'], coefficients(byFirst(clustered), [], {}, bootstrap))),
  ];
}

function byFirst(models: readonly ComparedModel[]): readonly RankedModel[] {
  return models.map((model) => ({ ...model, measure: model.first }));
}

function differences(...study: Parameters<typeof compareMeasures>) {
  return compareMeasures(...study).map((row) => ({ ...row, value: row.difference }));
}

function told(
  of: Of,
  statistics: readonly Statistic[],
  rows: readonly Omit<Finding, 'of'>[],
): readonly Finding[] {
  return rows
    .filter(({ statistic }) => statistics.includes(statistic))
    .map(({ statistic, hyperparameter, value, ci_low, ci_high, p_value }) => ({
      of,
      statistic,
      hyperparameter,
      value,
      ci_low,
      ci_high,
      p_value,
    }));
}
