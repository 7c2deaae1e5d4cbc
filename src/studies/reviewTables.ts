import { comparisons, type Resampling, robustness, type StudiedModels } from '../correlation/index.ts';
import { comparisonRows, type OutputTables } from '../report/index.ts';

/** What a reviewer would ask for. */
export type ReviewTables = Pick<OutputTables, 'robustness' | 'comparisons'>;

/** The tables robustness and comparisons; none where nothing is to be resampled. */
export function reviewTables(of: () => StudiedModels, resampling: Resampling): ReviewTables {
  if (resampling.resamples === 0) return {};
  const models = of();
  return {
    robustness: robustness(models, resampling.seed),
    comparisons: comparisonRows(comparisons(models, resampling)),
  };
}
