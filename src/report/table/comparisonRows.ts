import type { Comparison, MeasureComparison } from '../../correlation/index.ts';
import { labelText, measureLabels } from '../measureLabel.ts';

/** Two measures compared: a row of comparisons.csv. */
export interface ComparisonRow extends Comparison {
  /** As the report names it, without its radius. */
  readonly first: string;
  readonly first_rho: number | null;
  readonly second: string;
  readonly second_rho: number | null;
  readonly p_holm: number | null;
}

export function comparisonRows(comparisons: readonly MeasureComparison[]): readonly ComparisonRow[] {
  const measures = [...new Set(comparisons.flatMap(({ first, second }) => [first, second]))];
  const texts = measureLabels(measures).map(labelText);
  const textOf = new Map(measures.map((measure, k) => [measure, texts[k]!]));
  return comparisons.map(({ first, second, ...found }) => ({
    ...found,
    first: textOf.get(first)!,
    first_rho: first.rho,
    second: textOf.get(second)!,
    second_rho: second.rho,
  }));
}
