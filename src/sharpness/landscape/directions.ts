import { randomStream } from '../../random/stream.ts';
import type { VectorLayout } from '../vectorLayout.ts';

/**
 * How a random direction treats parameters of one dimension, which are biases and batch norm's: it leaves them as they
 * are, or takes each entry for a filter of its own.
 */
export type BiasBnPolicy = 'ignored' | 'normalized';

/** Which random direction is meant. */
export interface DirectionOptions {
  readonly seed: number;
  /** Directions of other names are independent. */
  readonly name: string;
  readonly biasBn: BiasBnPolicy;
}

/** The filters of a parameter: how many there are, and which one its k-th number belongs to. */
interface Filters {
  readonly count: number;
  readonly of: (k: number) => number;
}

/** An output channel of [height, width, in, out], a row of [out, in], an entry of [out]. */
function filtersOf(shape: readonly number[]): Filters {
  if (shape.length === 4) {
    const count = shape[3]!;
    return { count, of: (k) => k % count };
  }
  const [count = 1, ...ofOne] = shape;
  const size = ofOne.reduce((product, length) => product * length, 1);
  return { count, of: (k) => Math.floor(k / size) };
}

/** ||f_j||_2 of every filter. */
export function filterNorms(values: Float64Array, shape: readonly number[]): Float64Array {
  const { count, of } = filtersOf(shape);
  const squares = new Float64Array(count);
  values.forEach((value, k) => {
    squares[of(k)]! += value * value;
  });
  return squares.map(Math.sqrt);
}

/** d_j ||w_j|| / ||d_j|| for every filter j of one parameter. */
function withNormsOf(d: Float64Array, w: Float64Array, shape: readonly number[]): Float64Array {
  const { of } = filtersOf(shape);
  const [own, wanted] = [filterNorms(d, shape), filterNorms(w, shape)];
  const scale = own.map((norm, j) => (norm === 0 ? 0 : wanted[j]! / norm));
  return d.map((value, k) => value * scale[of(k)]!);
}

/**
 * A direction whose filters have the norms of the weights' filters (Li et al. 2018, section 4). A row of a linear layer
 * is the filter of its unit.
 *
 * @param weights all parameters in one vector; so are the direction and the result
 */
export function filterNormalized(
  direction: Float64Array,
  weights: Float64Array,
  { layout: { parts }, biasBn }: { readonly layout: VectorLayout; readonly biasBn: BiasBnPolicy },
): Float64Array {
  const normalized = new Float64Array(direction.length);
  let at = 0;
  for (const { shape, size } of parts) {
    const [d, w] = [direction, weights].map((vector) => vector.subarray(at, at + size));
    if (shape.length > 1 || biasBn === 'normalized') normalized.set(withNormsOf(d!, w!, shape), at);
    at += size;
  }
  return normalized;
}

/** A filter-normalized direction of independent standard normal numbers. */
export function randomDirection(
  weights: Float64Array,
  layout: VectorLayout,
  { seed, name, biasBn }: DirectionOptions,
): Float64Array {
  const { normal } = randomStream(seed, `landscape direction ${name}`);
  const drawn = Float64Array.from({ length: layout.size }, normal);
  return filterNormalized(drawn, weights, { layout, biasBn });
}

/** A plane through the weights, w + alpha u + beta v. */
export interface Plane {
  readonly u: Float64Array;
  readonly v: Float64Array;
}

/** The point of a plane that is nearest to w + epsilon. */
export interface Projection {
  readonly alpha: number;
  readonly beta: number;
  /** How much of epsilon's length lies in the plane: from 0 to 1; 0 where epsilon is 0. */
  readonly share: number;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}

/** The orthogonal projection onto the plane; u and v, which are random, are nearly orthogonal but not quite. */
export function projectOntoPlane({ u, v }: Plane, epsilon: Float64Array): Projection {
  const [uu, uv, vv] = [dot(u, u), dot(u, v), dot(v, v)];
  const [ue, ve, ee] = [dot(u, epsilon), dot(v, epsilon), dot(epsilon, epsilon)];
  const determinant = uu * vv - uv * uv;
  if (determinant === 0 || ee === 0) return { alpha: 0, beta: 0, share: 0 };
  const alpha = (vv * ue - uv * ve) / determinant;
  const beta = (uu * ve - uv * ue) / determinant;
  return { alpha, beta, share: Math.sqrt(Math.max(0, alpha * ue + beta * ve) / ee) };
}
