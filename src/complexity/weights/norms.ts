import type { Checkpoint } from '../../checkpoints/types.ts';
import { foldBatchNorm } from './foldBatchNorm.ts';
import type { FamilyValues } from './values.ts';
import { type Matrix, weightMatrices } from './weightMatrices.ts';

/** ||W||_F^2 */
function squaredFrobenius({ data }: Matrix): number {
  return data.reduce((sum, value) => sum + value * value, 0);
}

/** The family `norms`. */
export function normValues(checkpoint: Checkpoint): FamilyValues {
  const { parameters } = foldBatchNorm(checkpoint);
  const squares = weightMatrices(checkpoint.spec, parameters).map(squaredFrobenius);
  const l2 = Math.sqrt(squares.reduce((sum, square) => sum + square, 0));
  return { values: [{ measure: 'l2_norm', value: l2 }], samples: 0, precision: 'float64' };
}
