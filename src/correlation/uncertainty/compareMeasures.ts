import { tausOf } from '../kendall.ts';
import { populationOf } from '../population.ts';
import { rankIn } from '../rankedModels.ts';
import type { CorrelationRow, Hyperparameters } from '../types.ts';
import { type Bootstrapped, bcaInterval, bcaPValue } from './bca.ts';
import { differenceOf } from './cellSpread.ts';
import { gapOrder } from './gapOrder.ts';
import { type PreparedModels, prepareModels } from './preparedModels.ts';
import {
  type Studentized,
  studentInterval,
  studentizedAveragePsi,
  studentizedPsi,
  studentP,
} from './studentized.ts';
import { tauReplicates, tausWithoutOne } from './tauReplicates.ts';
import type { Interval, Resampling } from './types.ts';

/** One model with two measures of it. */
export interface ComparedModel {
  readonly hyperparameters: Hyperparameters;
  readonly gap: number;
  readonly first: number;
  readonly second: number;
}

/** How much larger a coefficient of the first measure is than that of the second. Null: undefined. */
export interface Comparison extends Pick<CorrelationRow, 'statistic' | 'hyperparameter' | 'models'> {
  /** From −2 to 2. */
  readonly difference: number | null;
  /** The ends of the 95 % interval. */
  readonly ci_low: number | null;
  readonly ci_high: number | null;
  /** How likely a difference as far from 0 is, were 0 the true one. */
  readonly p_value: number | null;
}

/**
 * Which of two measures ranks the same models better? The differences of τ, τ-b, each ψ_i and Ψ, first less second, with
 * intervals and p-values as docs/theory.md has them: of τ by the BCa bootstrap with the same resamples for both, of ψ_i by
 * the same cells, of Ψ by the same cells and configurations.
 *
 * A p-value is below 0.05 where the interval leaves 0 out. It tests that the two coefficients are equal, and not that the
 * measures could be exchanged, as swapping them at random would: measures that are right about different models can be
 * equally good.
 *
 * A model whose gap or one of whose measures is NaN does not enter.
 *
 * @param hyperparameters those that have a ψ; every model has a value of each
 * @param resampling `resamples` of at least 1
 */
export function compareMeasures(
  candidates: readonly ComparedModel[],
  hyperparameters: readonly string[],
  resampling: Resampling,
): readonly Comparison[] {
  const models = candidates.filter((model) =>
    [model.gap, model.first, model.second].every((value) => !Number.isNaN(value)),
  );
  const rank = rankIn(populationOf(models, hyperparameters));
  const prepared = prepareModels(rank([...models.keys()]), resampling);
  const first = models.map((model) => model.first);
  const second = models.map((model) => model.second);
  const row = (
    statistic: Comparison['statistic'],
    hyperparameter: string | null,
    { difference, interval, p }: Difference,
  ): Comparison => ({
    statistic,
    hyperparameter,
    difference,
    ci_low: interval?.low ?? null,
    ci_high: interval?.high ?? null,
    p_value: p,
    models: models.length,
  });
  const { tau, tauB } = tauDifferences(prepared, first, second);
  const { psi, Psi } = granulatedDifferences(prepared, first, second);
  return [
    row('tau', null, tau),
    row('tau_b', null, tauB),
    ...psi.map((difference, i) => row('psi', prepared.models.hyperparameters[i]!.name, difference)),
    row('Psi', null, Psi),
  ];
}

interface Difference {
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly p: number | null;
}

const UNDEFINED: Difference = { difference: null, interval: null, p: null };

function tauDifferences(
  { models, draws }: PreparedModels,
  ...measures: readonly [readonly number[], readonly number[]]
): { readonly tau: Difference; readonly tauB: Difference } {
  if (measures[0].length < 2) return { tau: UNDEFINED, tauB: UNDEFINED };
  const [first, second] = measures.map((values) => {
    const order = gapOrder(models.all, values);
    return {
      estimate: tausOf(models.all, values),
      replicates: tauReplicates(order, draws),
      withoutOne: tausWithoutOne(order),
    };
  });
  const [tau, tauB] = (['a', 'b'] as const).map((kind): Difference => {
    const estimates = [first!.estimate[kind], second!.estimate[kind]] as const;
    if (estimates[0] === null || estimates[1] === null) return UNDEFINED;
    const statistic: Bootstrapped = {
      estimate: estimates[0] - estimates[1],
      replicates: minus(first!.replicates[kind], second!.replicates[kind]),
      withoutOne: minus(first!.withoutOne[kind], second!.withoutOne[kind]),
    };
    return { difference: statistic.estimate, interval: bcaInterval(statistic), p: bcaPValue(statistic) };
  });
  return { tau: tau!, tauB: tauB! };
}

function granulatedDifferences(
  prepared: PreparedModels,
  first: readonly number[],
  second: readonly number[],
): { readonly psi: readonly Difference[]; readonly Psi: Difference } {
  const [ofFirst, ofSecond] = [prepared.spreadsOf(first), prepared.spreadsOf(second)];
  const spreads = ofFirst.map((spread, i) => spread && differenceOf(spread, ofSecond[i]!));
  const known = spreads.filter((spread) => spread !== null);
  return {
    psi: spreads.map((spread) => (spread ? studentDifference(studentizedPsi(spread)) : UNDEFINED)),
    Psi: known.length > 0 ? studentDifference(studentizedAveragePsi(known)) : UNDEFINED,
  };
}

function studentDifference(difference: Studentized): Difference {
  return {
    difference: difference.estimate,
    interval: studentInterval(difference, 2),
    p: studentP(difference),
  };
}

function minus(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((value, k) => value - second[k]!);
}
