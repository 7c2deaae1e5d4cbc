/** Sums over pairs of models. */
export interface WeightedErrors {
  /** Σw */
  readonly weights: number;
  /** Σw² */
  readonly squares: number;
  /** Σ of w times the sign-error. */
  readonly errors: number;
}

/** What pairs are compared by; by model. */
export interface Pairs {
  readonly measures: ArrayLike<number>;
  readonly gaps: ArrayLike<number>;
  /** Test examples that each gap was computed from. */
  readonly testCount: number;
}

/** Adds every pair of a model on the left and one on the right to the sums so far, if there are any. */
export function addPairs(
  sums: WeightedErrors | undefined,
  left: readonly number[],
  right: readonly number[],
  { measures, gaps, testCount }: Pairs,
): WeightedErrors {
  let { weights, squares, errors } = sums ?? { weights: 0, squares: 0, errors: 0 };
  for (const a of left) {
    for (const b of right) {
      const order = compare(gaps[a]!, gaps[b]!);
      const weight = order === 0 ? 0 : hoeffdingWeight(Math.abs(gaps[a]! - gaps[b]!), testCount);
      weights += weight;
      squares += weight ** 2;
      errors += (weight * (1 - compare(measures[a]!, measures[b]!) * order)) / 2;
    }
  }
  return { weights, squares, errors };
}

/** (Σw)² / Σw²: as many pairs of equal weight would say as much. */
export function effectiveSize({ weights, squares }: WeightedErrors): number {
  return weights === 0 ? 0 : weights ** 2 / squares;
}

/** How sure it is that gaps, each from n examples, differ, less one half: from 0 to 1/2. */
function hoeffdingWeight(difference: number, n: number): number {
  const oneDiffers = Math.max(0, 1 - 2 * Math.exp(-2 * n * (difference / 2) ** 2));
  return Math.max(0, oneDiffers ** 2 - 0.5);
}

function compare(a: number, b: number): number {
  return a > b ? 1 : a < b ? -1 : 0;
}
