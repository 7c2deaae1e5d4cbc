import { randomStream } from '../../random/stream.ts';
import type { Matrix } from './weightMatrices.ts';

/** By which share of itself an estimate may still change in a step. */
const TOLERANCE = 1e-14;
/** Steps in a row with no larger change after which an estimate has settled. */
const SETTLED = 3;

/**
 * The largest singular value of a matrix, to about twelve digits: Lanczos iteration with full reorthogonalization on
 * W W^T or W^T W, whichever is smaller. Where singular values are close it takes far fewer steps than power iteration.
 */
export function spectralNorm(matrix: Matrix): number {
  const gram = gramOf(matrix);
  const size = Math.min(matrix.rows, matrix.columns);
  const stream = randomStream(0, 'spectral norm');
  const basis = [unit(Float64Array.from({ length: size }, () => stream.normal()))];
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  let [largest, settled] = [0, 0];
  while (diagonal.length < size && settled < SETTLED) {
    const last = basis.at(-1)!;
    const next = gram(last);
    diagonal.push(dot(next, last));
    const estimate = largestEigenvalue(diagonal, offDiagonal);
    settled = estimate - largest <= TOLERANCE * estimate ? settled + 1 : 0;
    largest = estimate;
    // twice is enough
    for (const vector of [...basis, ...basis]) subtract(next, vector, dot(next, vector));
    const length = Math.sqrt(dot(next, next));
    if (length <= TOLERANCE * largest) break;
    offDiagonal.push(length);
    basis.push(unit(next));
  }
  return Math.sqrt(largest);
}

/** x -> W W^T x, or W^T W x */
function gramOf({ rows, columns, data }: Matrix): (x: Float64Array) => Float64Array {
  const times = (x: Float64Array): Float64Array => {
    const y = new Float64Array(rows);
    for (let i = 0; i < rows; i++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += data[i * columns + j]! * x[j]!;
      y[i] = sum;
    }
    return y;
  };
  const transposedTimes = (x: Float64Array): Float64Array => {
    const y = new Float64Array(columns);
    for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) y[j]! += data[i * columns + j]! * x[i]!;
    return y;
  };
  return rows <= columns ? (x) => times(transposedTimes(x)) : (x) => transposedTimes(times(x));
}

/** The largest eigenvalue of a symmetric positive semidefinite tridiagonal matrix: bisection. */
function largestEigenvalue(diagonal: readonly number[], offDiagonal: readonly number[]): number {
  let low = Math.max(...diagonal);
  let high = diagonal.reduce((most, value, k) => {
    return Math.max(most, value + (offDiagonal[k - 1] ?? 0) + (offDiagonal[k] ?? 0));
  }, 0);
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return high;
    if (isAbove(middle, diagonal, offDiagonal)) high = middle;
    else low = middle;
  }
}

/** Are all eigenvalues below x? So it is where x I - T has a Cholesky factor. */
function isAbove(x: number, diagonal: readonly number[], offDiagonal: readonly number[]): boolean {
  let pivot = 1;
  for (const [k, value] of diagonal.entries()) {
    const above = k === 0 ? 0 : offDiagonal[k - 1]! ** 2 / pivot;
    pivot = x - value - above;
    if (!(pivot > 0)) return false;
  }
  return true;
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * y[i]!;
  return sum;
}

/** x - factor * y, into x */
function subtract(x: Float64Array, y: Float64Array, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i]! -= factor * y[i]!;
}

function unit(x: Float64Array): Float64Array {
  const length = Math.sqrt(dot(x, x));
  return x.map((value) => value / length);
}
