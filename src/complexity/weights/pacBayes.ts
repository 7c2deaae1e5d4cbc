import type { ModelSpec } from '../../models/spec/types.ts';
import type { FoldedNetwork } from './foldBatchNorm.ts';
import type { ComplexityValue } from './values.ts';
import { weightMatrices } from './weightMatrices.ts';

/** By how much the accuracy may fall. */
const DROP = 0.1;
/** Where sigma is looked for, and how exactly, as a share of it. */
const MOST = 2;
const TOLERANCE = 0.01;
const HALVINGS = 40;
/** epsilon of the magnitude-aware variant: the standard deviation of the noise of a parameter that is 0. */
export const MAGNITUDE_EPSILON = 1e-3;

/**
 * The largest sigma in (0, 2] with which the accuracy falls by at most 0.1, by bisection to 1 % (Jiang et al. 2019, C.4).
 *
 * @param drop how far the mean accuracy falls with a sigma; the same draws for each, so that it hardly falls back
 * @returns NaN where sigma = 2 takes less than that
 */
export function largestSigma(drop: (sigma: number) => number): number {
  if (!(drop(MOST) > DROP)) return Number.NaN;
  let [low, high] = [0, MOST];
  for (let k = 0; k < HALVINGS && high - low > TOLERANCE * high; k++) {
    const middle = (low + high) / 2;
    if (drop(middle) > DROP) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/** What the measures of the family `pac-bayes` are made of. */
export interface PacBayesParts {
  readonly spec: ModelSpec;
  readonly folded: FoldedNetwork;
  /** The network before training; undefined where it is not known. */
  readonly initial: FoldedNetwork | undefined;
  /** n: the size of the training set. */
  readonly trainCount: number;
  readonly sigma: number;
  /** Of the magnitude-aware variant. */
  readonly magnitudeSigma: number;
}

/**
 * The family `pac-bayes` (Jiang et al. 2019, C.4; Dziugaite et al. 2020), with w the weights, w_0 their initial values, both
 * without biases, omega their number, and epsilon = 1e-3:
 *
 * - `pacbayes_flatness`: 1 / sigma^2, `pacbayes_mag_flatness`: 1 / sigma'^2
 * - `pacbayes_orig`: ||w||^2 / 4 sigma^2 + log(n / sigma) + 10; `pacbayes_init` with w - w_0
 * - `pacbayes_mag_orig`: (1/4) sum_i log((epsilon^2 + (sigma'^2 + 1) ||w||^2 / omega) / (epsilon^2 + sigma'^2
 *   (w - w_0)_i^2)) + log(n / sigma') + 10; `pacbayes_mag_init` with ||w - w_0||^2
 */
export function pacBayesValues(parts: PacBayesParts): ComplexityValue[] {
  const { spec, folded, initial, trainCount, sigma, magnitudeSigma } = parts;
  const weights = vectorOf(spec, folded);
  const rest = (s: number): number => Math.log(trainCount / s) + 10;
  const bound = (square: number): number => square / (4 * sigma ** 2) + rest(sigma);
  const values: ComplexityValue[] = [
    { measure: 'pacbayes_flatness', value: 1 / sigma ** 2 },
    { measure: 'pacbayes_orig', value: bound(squaredNorm(weights)) },
    { measure: 'pacbayes_mag_flatness', value: 1 / magnitudeSigma ** 2 },
  ];
  if (initial === undefined) return values;
  const before = vectorOf(spec, initial);
  const moved = weights.map((value, i) => value - before[i]!);
  const magnitudeBound = (square: number): number =>
    magnitudeTerm(square, moved, magnitudeSigma) / 4 + rest(magnitudeSigma);
  return [
    ...values,
    { measure: 'pacbayes_init', value: bound(squaredNorm(moved)) },
    { measure: 'pacbayes_mag_orig', value: magnitudeBound(squaredNorm(weights)) },
    { measure: 'pacbayes_mag_init', value: magnitudeBound(squaredNorm(moved)) },
  ];
}

/** sum_i log((epsilon^2 + (sigma^2 + 1) square / omega) / (epsilon^2 + sigma^2 moved_i^2)) */
function magnitudeTerm(square: number, moved: Float64Array, sigma: number): number {
  const numerator = MAGNITUDE_EPSILON ** 2 + ((sigma ** 2 + 1) * square) / moved.length;
  return moved.reduce(
    (sum, value) => sum + Math.log(numerator / (MAGNITUDE_EPSILON ** 2 + sigma ** 2 * value ** 2)),
    0,
  );
}

function vectorOf(spec: ModelSpec, { parameters }: FoldedNetwork): Float64Array {
  const matrices = weightMatrices(spec, parameters);
  const vector = new Float64Array(matrices.reduce((size, { data }) => size + data.length, 0));
  let at = 0;
  for (const { data } of matrices) {
    vector.set(data, at);
    at += data.length;
  }
  return vector;
}

function squaredNorm(vector: Float64Array): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}
