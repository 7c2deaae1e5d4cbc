import type { EmptyPsi, Seeds } from '../correlation/index.ts';

/** How models entered that are not all for themselves. */
export function averagedText(seeds: Seeds | undefined): string {
  return seeds === 'averaged' ? ', the seeds of a configuration as one with their means' : '';
}

/** Which ψ are undefined because hyperparameters are continuous, and what helps. */
export function emptyPsisText(empty: readonly EmptyPsi[]): string {
  const psis = empty.map(({ hyperparameter }) => `ψ ${hyperparameter}`);
  const continuous = [...new Set(empty.flatMap((psi) => psi.continuous))];
  const are = continuous.length === 1 ? 'is' : 'are';
  return (
    `No cell of ${psis.join(', ')} has two models: ${continuous.join(', ')} ${are} continuous. ` +
    'With --bins COUNT, models whose values share a bin share a cell.'
  );
}
