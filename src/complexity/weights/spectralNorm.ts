import { randomStream } from '../../random/stream.ts';
import { largestEigenvalue, type SymmetricMatrix } from './lanczos.ts';
import type { Matrix } from './weightMatrices.ts';

/** The largest singular value of a matrix, to about twelve digits: from W W^T or W^T W, whichever is smaller. */
export function spectralNorm(matrix: Matrix): number {
  const { rows, columns } = matrix;
  const stream = randomStream(0, 'spectral norm');
  const start = Float64Array.from({ length: Math.min(rows, columns) }, () => stream.normal());
  const square = largestEigenvalue(gramOf(matrix), start, { tolerance: 1e-14, steps: 1000 });
  return Math.sqrt(Math.max(0, square));
}

/** x -> W W^T x, or W^T W x */
function gramOf({ rows, columns, data }: Matrix): SymmetricMatrix {
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
