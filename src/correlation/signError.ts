import { UserError } from '../userError.ts';
import { type CellsOfRepeats, eachCoupled, repeatsByCell } from './coupledModels.ts';
import { lastPrepared } from './lastPrepared.ts';
import { percentile } from './percentile.ts';
import { knownModels, type Population } from './population.ts';
import { addPairs, effectiveSize, type Pairs, type WeightedErrors } from './weightedErrors.ts';

/** What is compared, and how sure the gaps are. */
export interface SignErrorOptions {
  /** Test examples that each gap was computed from: a whole number from 1. */
  readonly testCount: number;
  /**
   * `configurations` (default, as published): an environment is two configurations that differ in exactly one
   * hyperparameter. Each needs four seeds, or the effective sample size cannot reach 12. `values`: it is all such pairs
   * that differ in the same two values of the hyperparameter, which works with one seed.
   */
  readonly environments?: 'configurations' | 'values' | undefined;
}

/** Sign-errors over environments, in [0, 1]: 0 where the measure ranks as the gap does, 1/2 by chance. */
export interface SignError {
  /** The largest one: the robust sign-error. Null, as the next two, where no environment entered. */
  readonly max: number | null;
  /** Their 90th percentile. */
  readonly p90: number | null;
  readonly mean: number | null;
  /** Environments that entered. */
  readonly environments: number;
  /** Environments with an effective sample size below 12: their gaps may differ by luck. */
  readonly leftOut: number;
}

/** Those of all environments, and of each hyperparameter's. */
export interface SignErrors extends SignError {
  readonly hyperparameters: readonly (SignError & { readonly name: string })[];
}

const LEAST_EFFECTIVE_SIZE = 12;

/**
 * The robust sign-error of Dziugaite et al. 2020 ("In search of robust measures of generalization"), after their
 * create_environments.py and figure_cdf_all_measures.py. The error of an environment is the mean of
 *
 * > (1 − sgn(μ − μ′) sgn(g − g′)) / 2
 *
 * over all pairs of a model of one configuration and one of the other, all seeds with all, weighted by
 *
 * > w = ([max(0, 1 − 2 exp(−2n (Δ/2)²))]² − 1/2)₊,  Δ = |g − g′|, n = testCount:
 *
 * how sure it is, by Hoeffding's inequality, that the two gaps differ. Environments enter whose effective sample size
 * (Σw)² / Σw² is at least 12, to a relative 10⁻⁵ as there. The percentile lies between the two nearest errors, where each
 * environment stands twice, once from either side, as there; the counts have it once.
 *
 * Departures: settings are equal where their values are (in the others, where their bins are), not where floats are
 * close; infinite measures rank beyond all finite ones, where the authors drop the model; and the gate is the caller's.
 *
 * The weight is made for gaps of the error, training − test accuracy: those of a loss have no such bound.
 * @returns what gives them for a measure of the same models: a value each, NaN where a model has none. A model whose
 *   measure or gap is NaN does not enter.
 * @throws UserError where testCount is no whole number from 1
 */
export function signErrorsIn(
  population: Population,
  { testCount, environments = 'configurations' }: SignErrorOptions,
): (measures: ArrayLike<number>) => SignErrors {
  if (!Number.isSafeInteger(testCount) || testCount < 1)
    throw new UserError(`testCount must be a whole number from 1, not ${testCount}`);
  const prepare = lastPrepared((models) =>
    population.hyperparameters.map((axis) => ({ name: axis.name, cells: repeatsByCell(axis, models) })),
  );
  return (measures) => {
    const pairs = { measures, gaps: population.gaps, testCount };
    const axes = prepare(knownModels(population, measures)).map(({ name, cells }) => ({
      name,
      ...environmentErrors(environmentsOf(cells, environments, pairs)),
    }));
    const all = {
      errors: axes.flatMap(({ errors }) => errors),
      leftOut: axes.reduce((sum, { leftOut }) => sum + leftOut, 0),
    };
    return {
      ...summary(all),
      hyperparameters: axes.map(({ name, ...own }) => ({ name, ...summary(own) })),
    };
  };
}

function* environmentsOf(
  cells: CellsOfRepeats,
  kind: 'configurations' | 'values',
  pairs: Pairs,
): Generator<WeightedErrors> {
  const byValues = new Map<string, WeightedErrors>();
  for (const { left, right, values } of eachCoupled(cells)) {
    if (kind === 'configurations') yield addPairs(undefined, left, right, pairs);
    else byValues.set(values, addPairs(byValues.get(values), left, right, pairs));
  }
  yield* byValues.values();
}

/** The errors of environments that enter, and the number of the others. */
interface EnvironmentErrors {
  readonly errors: readonly number[];
  readonly leftOut: number;
}

function environmentErrors(environments: Iterable<WeightedErrors>): EnvironmentErrors {
  const errors: number[] = [];
  let leftOut = 0;
  for (const environment of environments) {
    if (effectiveSize(environment) >= LEAST_EFFECTIVE_SIZE * (1 - 1e-5)) {
      errors.push(environment.errors / environment.weights);
    } else leftOut++;
  }
  return { errors, leftOut };
}

function summary({ errors, leftOut }: EnvironmentErrors): SignError {
  const environments = errors.length;
  if (environments === 0) return { max: null, p90: null, mean: null, environments, leftOut };
  const ascending = Float64Array.from(errors).sort();
  return {
    max: ascending.at(-1)!,
    p90: percentile(
      Float64Array.from({ length: 2 * environments }, (_, k) => ascending[k >> 1]!),
      0.9,
    ),
    mean: ascending.reduce((sum, error) => sum + error, 0) / environments,
    environments,
    leftOut,
  };
}
