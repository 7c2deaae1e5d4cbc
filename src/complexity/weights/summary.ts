import type { ModelSpec } from '../../models/spec/types.ts';
import type { FoldedNetwork } from './foldBatchNorm.ts';
import { spectralNorm } from './spectralNorm.ts';
import { type Matrix, weightMatrices } from './weightMatrices.ts';

/** Squared norms of matrices W_1 ... W_d, in their order. */
export interface SquaredNorms {
  /** ||W_i||_F^2 */
  readonly frobenius: readonly number[];
  /** ||W_i||_2^2, the largest singular value squared. */
  readonly spectral: readonly number[];
}

/** What measures need to know of a network's weights. */
export interface WeightSummary {
  /** All trained parameters: biases and batch norm's too. */
  readonly parameterCount: number;
  /** Of W_i. */
  readonly weights: SquaredNorms;
  /** Of W_i less its initial value; undefined where that is not known. */
  readonly distances: SquaredNorms | undefined;
}

/** Takes the norms of a network without batch norm, and of its distance from the initial one. */
export function summarizeWeights(
  spec: ModelSpec,
  { parameters }: FoldedNetwork,
  initial?: FoldedNetwork,
): WeightSummary {
  const weights = weightMatrices(spec, parameters);
  const before = initial && weightMatrices(spec, initial.parameters);
  return {
    parameterCount: spec.parameterCount,
    weights: squaredNorms(weights),
    distances: before && squaredNorms(weights.map((weight, i) => difference(weight, before[i]!))),
  };
}

function squaredNorms(matrices: readonly Matrix[]): SquaredNorms {
  return {
    frobenius: matrices.map(({ data }) => data.reduce((sum, value) => sum + value * value, 0)),
    spectral: matrices.map((matrix) => spectralNorm(matrix) ** 2),
  };
}

function difference(a: Matrix, b: Matrix): Matrix {
  return { ...a, data: a.data.map((value, i) => value - b.data[i]!) };
}
