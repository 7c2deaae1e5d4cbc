/** A symmetric matrix, as what it does to a vector. */
export type SymmetricMatrix = (x: Float64Array) => Float64Array;

export interface LanczosOptions {
  /** By which share of itself an estimate may still change in a step. */
  readonly tolerance: number;
  /** Products with the matrix at most. */
  readonly steps: number;
}

/** Steps in a row with no larger change after which an estimate has settled. */
const SETTLED = 3;

/**
 * The largest eigenvalue of a symmetric matrix: Lanczos iteration, which takes one product with the matrix a step, like
 * power iteration, but far fewer of them where eigenvalues are close. Vectors are not kept orthogonal to all before them:
 * that repeats eigenvalues, but moves none.
 *
 * @param start any vector that is not orthogonal to the eigenvector: a random one
 */
export function largestEigenvalue(
  times: SymmetricMatrix,
  start: Float64Array,
  { tolerance, steps }: LanczosOptions,
): number {
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  let before: Float64Array = new Float64Array(start.length);
  let last = unit(start);
  let [largest, settled] = [Number.NEGATIVE_INFINITY, 0];
  while (diagonal.length < steps && settled < SETTLED) {
    const next = times(last);
    diagonal.push(dot(next, last));
    const estimate = largestOfTridiagonal(diagonal, offDiagonal);
    settled = estimate - largest <= tolerance * Math.abs(estimate) ? settled + 1 : 0;
    largest = estimate;
    const [along, back] = [diagonal.at(-1)!, offDiagonal.at(-1) ?? 0];
    const rest = next.map((value, i) => value - along * last[i]! - back * before[i]!);
    const length = Math.sqrt(dot(rest, rest));
    if (!(length > Number.EPSILON * Math.abs(largest))) break;
    offDiagonal.push(length);
    [before, last] = [last, rest.map((value) => value / length)];
  }
  return largest;
}

/** The largest eigenvalue of a symmetric tridiagonal matrix whose off-diagonal is positive: bisection. */
function largestOfTridiagonal(diagonal: readonly number[], offDiagonal: readonly number[]): number {
  let low = Math.max(...diagonal);
  let high = Math.max(
    ...diagonal.map((value, k) => value + (offDiagonal[k - 1] ?? 0) + (offDiagonal[k] ?? 0)),
  );
  for (;;) {
    const middle = (low + high) / 2;
    if (!(middle > low && middle < high)) return high;
    if (isAbove(middle, diagonal, offDiagonal)) high = middle;
    else low = middle;
  }
}

/** Are all eigenvalues below x? They are where x I - T has a Cholesky factor. */
function isAbove(x: number, diagonal: readonly number[], offDiagonal: readonly number[]): boolean {
  let pivot = 1;
  for (const [k, value] of diagonal.entries()) {
    pivot = x - value - (k === 0 ? 0 : offDiagonal[k - 1]! ** 2 / pivot);
    if (!(pivot > 0)) return false;
  }
  return true;
}

export function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

function unit(x: Float64Array): Float64Array {
  const length = Math.sqrt(dot(x, x));
  return x.map((value) => value / length);
}
