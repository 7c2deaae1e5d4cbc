import { conditionalInformationIn } from '../conditionalInformation.ts';
import { partialTausIn } from '../partialTau.ts';
import { pearson } from '../pearson.ts';
import { pgdlScoreIn } from '../pgdlScore.ts';
import { knownModels, type Population, populationOf } from '../population.ts';
import { signErrorsIn } from '../signError.ts';
import { spearman } from '../spearman.ts';
import { rowOf, type Said } from './rows.ts';
import { knownPairs } from './taus.ts';
import type { RobustnessRow, StudiedModels } from './types.ts';

/** Of measure and gap: Spearman's and Pearson's coefficients, partial and stratified τ, K and the PGDL score, sign-errors. */
export function otherCoefficients(study: StudiedModels): readonly RobustnessRow[] {
  const { gap, errorGap } = study;
  const population = populationBy(study, gap.values);
  const partialTaus = partialTausIn(population);
  const information = conditionalInformationIn(population);
  const pgdlScore = pgdlScoreIn(population);
  const signErrors = errorGap && signErrorsOf(study, errorGap);
  return study.measures.flatMap((measure) => {
    const { values } = measure;
    const { left, right } = knownPairs(values, gap.values);
    const models = left.length;
    const { value: K, given } = information(values);
    const said: readonly Said[] = [
      { statistic: 'spearman', value: spearman(left, right), models },
      { statistic: 'pearson', value: pearson(left, right), models },
      ...partialTaus(values).map(
        ({ kind, hyperparameter, value }): Said => ({
          statistic: `${kind}_tau`,
          given: hyperparameter,
          value,
          models,
        }),
      ),
      { statistic: 'conditional_information', given: given.join(' and ') || null, value: K, models },
      { statistic: 'pgdl_score', value: pgdlScore(values), models },
      ...(signErrors?.(values) ?? []),
    ];
    return said.map((one) => rowOf(study, measure, one));
  });
}

function populationBy({ models, hyperparameters, bins }: StudiedModels, gaps: ArrayLike<number>): Population {
  return populationOf(
    models.map((own, model) => ({ hyperparameters: own, gap: gaps[model]! })),
    hyperparameters,
    bins,
  );
}

/** Over both kinds of environments: configurations need several seeds. */
function signErrorsOf(
  study: StudiedModels,
  { name, values: gaps, testCount }: NonNullable<StudiedModels['errorGap']>,
): (measures: ArrayLike<number>) => readonly Said[] {
  const population = populationBy(study, gaps);
  const kinds = (['configurations', 'values'] as const).map((environments) => ({
    given: environments,
    errorsOf: signErrorsIn(population, { testCount, environments }),
  }));
  return (measures) => {
    const models = knownModels(population, measures).length;
    return kinds.flatMap(({ given, errorsOf }) => {
      const { max, p90, mean, environments } = errorsOf(measures);
      const common = { against: name, given, models, parts: environments };
      return [
        { ...common, statistic: 'sign_error_max', value: max },
        { ...common, statistic: 'sign_error_p90', value: p90 },
        { ...common, statistic: 'sign_error_mean', value: mean },
      ] as const;
    });
  };
}
