import type { ModelSpec } from '../../models/spec/types.ts';
import type { DoubleTensors } from './foldBatchNorm.ts';

/** Row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/**
 * The weights W_1 ... W_d of the convolutions and linear layers as matrices [out, rest]; no biases, nothing of batch
 * norms. In the order of the specification.
 */
export function weightMatrices(
  { parameters }: Pick<ModelSpec, 'parameters'>,
  tensors: DoubleTensors,
): Matrix[] {
  return parameters
    .filter(({ role }) => role === 'conv-weight' || role === 'linear-weight')
    .map(({ name, shape: [rows = 1] }) => {
      const { data } = tensors.get(name)!;
      return { rows, columns: data.length / rows, data };
    });
}
