import { tausOf } from '../kendall.ts';
import type { RankedModels } from '../rankedModels.ts';
import { bcaInterval } from './bca.ts';
import { type GapOrder, gapOrder } from './gapOrder.ts';
import { permutationP } from './permutations.ts';
import { type PreparedModels, prepareModels } from './preparedModels.ts';
import { type Studentized, studentInterval, studentizedAveragePsi, studentizedPsi } from './studentized.ts';
import { tauReplicates, tausWithoutOne } from './tauReplicates.ts';
import type { Interval, Resampling } from './types.ts';

/** An interval and a p-value of one coefficient; null where undefined. */
export interface Uncertainty {
  readonly interval: Interval | null;
  readonly p: number | null;
}

/** The uncertainty of all coefficients of one measure. */
export interface CoefficientUncertainties {
  readonly tau: Uncertainty;
  readonly tauB: Uncertainty;
  /** Of each hyperparameter. */
  readonly psi: readonly Uncertainty[];
  readonly Psi: Uncertainty;
}

/** Of a measure, from its value for each of the models, none of them NaN. */
export type UncertaintiesOf = (models: RankedModels, measures: ArrayLike<number>) => CoefficientUncertainties;

const UNDEFINED: Uncertainty = { interval: null, p: null };

/**
 * 95 % intervals and p-values of the coefficients of measures, one measure after the other; docs/theory.md says what
 * they are of.
 *
 * - τ and τ-b: the BCa bootstrap over models. The estimand is the coefficient in the population of models that these
 *   were drawn from, each by itself.
 * - ψ_i and Ψ: Student's t, by the cells and the configurations. The estimand is the coefficient's expectation over
 *   chance in training and measuring, the configurations being as they are.
 *
 * p-values are those of permutations; that of τ-b is that of τ, since permuting changes no tie.
 *
 * All measures of the same models have the same resamples and permutations.
 */
export function uncertaintiesBy(resampling: Resampling): UncertaintiesOf {
  let last: PreparedModels | undefined;
  return (models, measures) => {
    if (resampling.resamples === 0 || measures.length < 2) {
      const psi = models.hyperparameters.map(() => UNDEFINED);
      return { tau: UNDEFINED, tauB: UNDEFINED, psi, Psi: UNDEFINED };
    }
    if (last?.models !== models) last = prepareModels(models, resampling);
    return uncertaintiesOf(last, measures);
  };
}

function uncertaintiesOf(prepared: PreparedModels, measures: ArrayLike<number>): CoefficientUncertainties {
  const { models } = prepared;
  const order = gapOrder(models.all, measures);
  const sizes = prepared.nullSizesOf(measures, order.isTied);
  const spreads = prepared.spreadsOf(measures);
  const known = spreads.filter((spread) => spread !== null);
  return {
    ...tauUncertainties(prepared, measures, order, sizes.tau),
    psi: spreads.map((spread, i) => (spread ? granulated(studentizedPsi(spread), sizes.psi[i]!) : UNDEFINED)),
    Psi: known.length > 0 ? granulated(studentizedAveragePsi(known), sizes.Psi!) : UNDEFINED,
  };
}

function tauUncertainties(
  { models, draws }: PreparedModels,
  measures: ArrayLike<number>,
  order: GapOrder,
  sizes: Float64Array,
): Pick<CoefficientUncertainties, 'tau' | 'tauB'> {
  const { a, b } = tausOf(models.all, measures);
  const replicates = tauReplicates(order, draws);
  const withoutOne = tausWithoutOne(order);
  const p = permutationP(a!, sizes);
  const tau: Uncertainty = {
    interval: bcaInterval({ estimate: a!, replicates: replicates.a, withoutOne: withoutOne.a }),
    p,
  };
  if (b === null) return { tau, tauB: UNDEFINED };
  if (replicates.b === replicates.a) return { tau, tauB: tau };
  const interval = bcaInterval({ estimate: b, replicates: replicates.b, withoutOne: withoutOne.b });
  return { tau, tauB: { interval, p } };
}

function granulated(coefficient: Studentized, sizes: Float64Array): Uncertainty {
  return { interval: studentInterval(coefficient, 1), p: permutationP(coefficient.estimate, sizes) };
}
