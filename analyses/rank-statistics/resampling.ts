import type { Hyperparameters } from '../../src/index.ts';
import { groupBy } from '../../src/index.ts';
import { randomStream } from '../../src/random/stream.ts';
import { mean } from './numbers.ts';
import { HYPERPARAMETERS } from './paper.ts';
import type { Coefficients } from './ways.ts';

export const RESAMPLES = 1000;
const SEED = 0;

/** A value and its 95 % interval; null where undefined. */
export interface Estimate {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** A model that all measures have a value of. */
export interface Model {
  readonly hyperparameters: Hyperparameters;
  readonly gap: number;
}

/** The coefficients of a measure over all models, and over each resample: the same resamples for all measures. */
export interface Resampled {
  readonly all: Coefficients;
  readonly resamples: readonly Coefficients[];
}

/**
 * A paired bootstrap over models: every resample draws as many models as there are, with replacement, and takes the
 * coefficients of every measure over the same draw. What is estimated is the coefficient (or a difference of two) over
 * models that are drawn at random as those of the grid are: each another configuration, trained once, past the gate, at
 * a radius that is given.
 *
 * A model drawn twice makes a pair with itself, which is tied in both and would pull τ toward 0; only pairs of different
 * models enter, each as often as both were drawn: τ* = Σ c_i c_j sgn(m_i − m_j) sgn(g_i − g_j) / Σ c_i c_j over i < j,
 * where model i was drawn c_i times. So it is with the τ of the cells that a ψ is the mean of; cells in which fewer than
 * two different models were drawn are left out.
 *
 * @param measures a value of each model, for each measure; none is NaN
 * @param hyperparameters those that have a ψ
 */
export function resample(
  models: readonly Model[],
  measures: readonly (readonly number[])[],
  hyperparameters: readonly string[],
  resamples: number = RESAMPLES,
): readonly Resampled[] {
  const groups: Groups = {
    all: [...models.keys()],
    cells: HYPERPARAMETERS.map((name) =>
      hyperparameters.includes(name) ? cellsOf(models, name, hyperparameters) : [],
    ),
  };
  const gapSigns = pairSigns(models.map(({ gap }) => gap));
  const signs = measures.map((values) => pairSigns(values).map((sign, pair) => sign * gapSigns[pair]!));
  const once = models.map(() => 1);
  const stream = randomStream(SEED, 'models');
  const draws = Array.from({ length: resamples }, () => {
    const counts = models.map(() => 0);
    for (let k = 0; k < models.length; k++) counts[stream.integer(models.length)]! += 1;
    return counts;
  });
  return signs.map((ofMeasure) => ({
    all: coefficients(ofMeasure, once, groups),
    resamples: draws.map((counts) => coefficients(ofMeasure, counts, groups)),
  }));
}

/**
 * A number that follows from the coefficients of one or more measures, with the percentile interval of its resamples;
 * without an interval where it is undefined in more than a tenth of them, or they are all the same.
 */
export function estimate(
  of: readonly Resampled[],
  value: (coefficients: readonly Coefficients[]) => number | null,
): Estimate {
  const count = Math.min(...of.map(({ resamples }) => resamples.length));
  const values = Array.from({ length: count }, (_, k) => value(of.map(({ resamples }) => resamples[k]!)));
  const known = values.filter((one) => one !== null).sort((a, b) => a - b);
  const all = value(of.map((one) => one.all));
  if (all === null || known.length < 0.9 * count || known[0] === known.at(-1)) {
    return { value: all, low: null, high: null };
  }
  return { value: all, low: quantile(known, 0.025), high: quantile(known, 0.975) };
}

/** Models by number: all of them, and the cells of each of the paper's hyperparameters. */
interface Groups {
  readonly all: readonly number[];
  readonly cells: readonly (readonly (readonly number[])[])[];
}

/** Models that share every hyperparameter but one. */
function cellsOf(
  models: readonly Model[],
  name: string,
  hyperparameters: readonly string[],
): readonly (readonly number[])[] {
  const others = hyperparameters.filter((other) => other !== name);
  const cellOf = (model: number): string =>
    JSON.stringify(others.map((other) => models[model]!.hyperparameters[other]));
  return [...groupBy([...models.keys()], cellOf).values()];
}

/** sgn(x_i − x_j) at i · n + j; equal infinities are ties. */
function pairSigns(x: readonly number[]): Int8Array {
  const n = x.length;
  const signs = new Int8Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) signs[i * n + j] = Number(x[i]! > x[j]!) - Number(x[i]! < x[j]!);
  }
  return signs;
}

/** τ over the pairs of different models of a group, each as often as both were drawn; null where there are none. */
function weightedTau(signs: Int8Array, counts: readonly number[], group: readonly number[]): number | null {
  const n = counts.length;
  let concordance = 0;
  let pairs = 0;
  for (const [k, i] of group.entries()) {
    const count = counts[i]!;
    if (count === 0) continue;
    for (let l = 0; l < k; l++) {
      const j = group[l]!;
      const weight = count * counts[j]!;
      pairs += weight;
      concordance += weight * signs[i * n + j]!;
    }
  }
  return pairs === 0 ? null : concordance / pairs;
}

function coefficients(signs: Int8Array, counts: readonly number[], { all, cells }: Groups): Coefficients {
  const [batchSize, learningRate, weightDecay, dropoutRate] = cells.map((groups) =>
    mean(groups.flatMap((group) => weightedTau(signs, counts, group) ?? [])),
  );
  const psi = {
    batchSize: batchSize ?? null,
    learningRate: learningRate ?? null,
    weightDecay: weightDecay ?? null,
    dropoutRate: dropoutRate ?? null,
  };
  return {
    tau: weightedTau(signs, counts, all),
    psi,
    Psi: mean(Object.values(psi).flatMap((value) => value ?? [])),
  };
}

/** By linear interpolation between the sorted values. */
function quantile(sorted: readonly number[], level: number): number {
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const [low, high] = [sorted[below]!, sorted[Math.ceil(place)]!];
  return low + (place - below) * (high - low);
}
