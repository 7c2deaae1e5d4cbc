import { type Ascending, ascending, withEnds } from './ascending.ts';
import { tausOf } from './kendall.ts';
import { lastPrepared } from './lastPrepared.ts';
import { groupsOf } from './numbered.ts';
import { knownModels, type Population } from './population.ts';

/** Kendall's τ-b of measure and gap, one hyperparameter being allowed for. */
export interface PartialTau {
  readonly hyperparameter: string;
  /** `partial`: of a numeric hyperparameter; `stratified`: of any other. */
  readonly kind: 'partial' | 'stratified';
  /** In [-1, 1]; null where it is undefined. */
  readonly value: number | null;
}

/**
 * Does a measure rank models by gap only because both follow one hyperparameter? For each hyperparameter z:
 *
 * - Numeric: Kendall's partial rank correlation (Kendall 1942, "Partial rank correlation", Biometrika 32) of measure m
 *   and gap g,
 *
 *   > (τ_mg − τ_mz τ_gz) / √((1 − τ_mz²)(1 − τ_gz²))
 *
 *   where every τ is a τ-b, which is a correlation of signs of pairs, so that the value stays in [-1, 1]. Undefined where
 *   a τ-b is, and where τ_mz or τ_gz is 1 or −1.
 * - Of texts, flags, or texts and numbers, which have no order: the stratified τ, the mean of the τ-b within the levels
 *   of z, each weighted by its pairs n(n−1)/2; levels without a τ-b are left out. Undefined where z has one level, or none
 *   of its levels has a τ-b.
 *
 * O(n log n) a hyperparameter. Infinities rank beyond all finite values and tie with themselves.
 * @returns what gives them, in the order of the population's hyperparameters, for a measure of the same models: a value
 *   each, NaN where a model has none. A model whose measure or gap is NaN does not enter.
 */
export function partialTausIn(
  population: Population,
): (measures: ArrayLike<number>) => readonly PartialTau[] {
  const prepare = lastPrepared((models) => allowingFor(population, models));
  return (measures) => {
    const models = knownModels(population, measures);
    const { gaps, axes } = prepare(models);
    const own = Float64Array.from(models, (model) => measures[model]!);
    const tau = tausOf(gaps, own).b;
    return axes.map(({ hyperparameter, ...axis }) => ({
      hyperparameter,
      kind: axis.kind,
      value:
        axis.kind === 'partial'
          ? partial(tau, tausOf(axis.levels, own).b, axis.tauOfGap)
          : stratified(axis.strata, own),
    }));
  };
}

/** Models of a population, numbered as they were given. */
interface Allowing {
  /** By ascending gap. */
  readonly gaps: Ascending;
  readonly axes: readonly (Ordered | Unordered)[];
}

interface Ordered {
  readonly hyperparameter: string;
  readonly kind: 'partial';
  /** The models by ascending value. */
  readonly levels: Ascending;
  readonly tauOfGap: number | null;
}

interface Unordered {
  readonly hyperparameter: string;
  readonly kind: 'stratified';
  /** Of each level, where there are two or more, its models by ascending gap. */
  readonly strata: readonly Ascending[];
}

function allowingFor(population: Population, models: readonly number[]): Allowing {
  const gapOf = Float64Array.from(models, (model) => population.gaps[model]!);
  const gaps = ascending(gapOf);
  const axes = population.hyperparameters.map((axis): Ordered | Unordered => {
    const { name: hyperparameter, numbers, settings } = axis;
    if (numbers === null) {
      const groups = groupsOf(gaps.order.map((place) => settings[models[place]!]!));
      const strata = groups.map((group) =>
        withEnds(
          Uint32Array.from(group, (k) => gaps.order[k]!),
          gapOf,
        ),
      );
      return { hyperparameter, kind: 'stratified', strata: strata.length > 1 ? strata : [] };
    }
    const levels = ascending(Float64Array.from(models, (model) => numbers[model]!));
    return { hyperparameter, kind: 'partial', levels, tauOfGap: tausOf(levels, gapOf).b };
  });
  return { gaps, axes };
}

function partial(
  ofMeasureAndGap: number | null,
  ofMeasure: number | null,
  ofGap: number | null,
): number | null {
  if (ofMeasureAndGap === null || ofMeasure === null || ofGap === null) return null;
  const left = (1 - ofMeasure ** 2) * (1 - ofGap ** 2);
  if (left === 0) return null;
  return Math.max(-1, Math.min(1, (ofMeasureAndGap - ofMeasure * ofGap) / Math.sqrt(left)));
}

function stratified(strata: readonly Ascending[], measures: Float64Array): number | null {
  let [sum, weights] = [0, 0];
  for (const stratum of strata) {
    const tau = tausOf(stratum, measures).b;
    if (tau === null) continue;
    const n = stratum.order.length;
    sum += tau * n * (n - 1);
    weights += n * (n - 1);
  }
  return weights === 0 ? null : sum / weights;
}
