import type { Statistic } from '../../src/index.ts';
import type { Case } from './populations.ts';
import type { Result } from './results.ts';
import type { Of } from './study.ts';

export const SYMBOLS: Readonly<Record<Statistic, string>> = { tau: 'τ', tau_b: 'τ-b', psi: 'ψ', Psi: 'Ψ' };
export const STATISTICS: readonly Statistic[] = ['tau', 'tau_b', 'psi', 'Psi'];

/** In percent. */
export function percent(share: number, digits = 1): string {
  return (100 * share).toFixed(digits);
}

/** From the least to the most of shares, in percent. */
export function rangeText(shares: readonly number[]): string {
  const [least, most] = [percent(Math.min(...shares)), percent(Math.max(...shares))];
  return least === most ? least : `${least} to ${most}`;
}

export function resultsOfCase(
  results: readonly Result[],
  { population, grid }: Case,
  of: Of,
): readonly Result[] {
  return results.filter(
    (result) =>
      result.of === of &&
      result.case.population.name === population.name &&
      result.case.grid.name === grid.name,
  );
}
