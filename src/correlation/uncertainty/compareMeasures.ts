import { tausOf } from '../kendall.ts';
import { lastPrepared } from '../lastPrepared.ts';
import { knownModels, type Population, populationOf } from '../population.ts';
import { rankIn } from '../rankedModels.ts';
import type { CorrelationRow, Hyperparameters } from '../types.ts';
import { type Bootstrapped, bcaInterval, bcaPValue } from './bca.ts';
import { type CellSpread, differenceOf } from './cellSpread.ts';
import { gapOrder } from './gapOrder.ts';
import { type PreparedModels, prepareModels } from './preparedModels.ts';
import {
  type Studentized,
  studentInterval,
  studentizedAveragePsi,
  studentizedPsi,
  studentP,
} from './studentized.ts';
import { type Taus, tauReplicates, tausWithoutOne } from './tauReplicates.ts';
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
  const compare = comparisonsIn(populationOf(candidates, hyperparameters), resampling);
  return compare(
    candidates.map(({ first }) => first),
    candidates.map(({ second }) => second),
  );
}

/**
 * The same of any two of many measures of the same models: what two comparisons have in common is computed once.
 *
 * @returns what compares two measures: a value a model each, NaN where it has none; the same array for the same measure
 */
export function comparisonsIn(
  population: Population,
  resampling: Resampling,
): (first: ArrayLike<number>, second: ArrayLike<number>) => readonly Comparison[] {
  const rank = rankIn(population);
  const prepare = lastPrepared((models) => {
    const prepared = prepareModels(rank(models), resampling);
    return { prepared, partOf: partsOf(prepared, models) };
  });
  return (first, second) => {
    const models = knownModels(population, first).filter((model) => !Number.isNaN(second[model]));
    const { prepared, partOf } = prepare(models);
    const parts = [partOf(first), partOf(second)] as const;
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
    const { psi, Psi } = granulatedDifferences(...parts);
    return [
      row('tau', null, tauDifference('a', ...parts)),
      row('tau_b', null, tauDifference('b', ...parts)),
      ...psi.map((difference, i) => row('psi', prepared.models.hyperparameters[i]!.name, difference)),
      row('Psi', null, Psi),
    ];
  };
}

/** What one measure brings into a comparison. */
interface Part {
  /** Null with fewer than two models. */
  readonly tau: {
    readonly estimate: { readonly a: number | null; readonly b: number | null };
    readonly replicates: Taus;
    readonly withoutOne: Taus;
  } | null;
  readonly spreads: readonly (CellSpread | null)[];
}

/** Of each measure, once. */
function partsOf(
  { models, draws, spreadsOf }: PreparedModels,
  places: readonly number[],
): (measures: ArrayLike<number>) => Part {
  const known = new Map<ArrayLike<number>, Part>();
  return (measures) => {
    const before = known.get(measures);
    if (before !== undefined) return before;
    const values = places.map((model) => measures[model]!);
    const order = gapOrder(models.all, values);
    const part: Part = {
      tau:
        values.length < 2
          ? null
          : {
              estimate: tausOf(models.all, values),
              replicates: tauReplicates(order, draws),
              withoutOne: tausWithoutOne(order),
            },
      spreads: spreadsOf(values),
    };
    known.set(measures, part);
    return part;
  };
}

interface Difference {
  readonly difference: number | null;
  readonly interval: Interval | null;
  readonly p: number | null;
}

const UNDEFINED: Difference = { difference: null, interval: null, p: null };

function tauDifference(kind: 'a' | 'b', { tau: first }: Part, { tau: second }: Part): Difference {
  const estimates = [first?.estimate[kind] ?? null, second?.estimate[kind] ?? null] as const;
  if (first === null || second === null || estimates[0] === null || estimates[1] === null) return UNDEFINED;
  const statistic: Bootstrapped = {
    estimate: estimates[0] - estimates[1],
    replicates: minus(first.replicates[kind], second.replicates[kind]),
    withoutOne: minus(first.withoutOne[kind], second.withoutOne[kind]),
  };
  return { difference: statistic.estimate, interval: bcaInterval(statistic), p: bcaPValue(statistic) };
}

function granulatedDifferences(
  first: Part,
  second: Part,
): { readonly psi: readonly Difference[]; readonly Psi: Difference } {
  const spreads = first.spreads.map((spread, i) => spread && differenceOf(spread, second.spreads[i]!));
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
