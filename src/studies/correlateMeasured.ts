import { type CorrelateOptions, type Correlations, correlate, studiedModels } from '../correlation/index.ts';
import type { MeasureRequest } from './measureRequest.ts';
import { type ReviewTables, reviewTables } from './reviewTables.ts';

/** What was measured. */
interface MeasuredModels extends Pick<CorrelateOptions, 'checkpoints' | 'measurements'> {
  readonly testCount: number | undefined;
}

/** Correlates what was measured with the gap that was asked for, and does what a reviewer would ask for. */
export function correlateMeasured(
  { gap, minTrainAccuracy, seeds, bins, resamples, plan }: MeasureRequest,
  { testCount, ...rows }: MeasuredModels,
): ReviewTables & { readonly correlations: Correlations } {
  const models = { ...rows, gap, minTrainAccuracy, bins };
  const { seed } = plan;
  const correlations = correlate({ ...models, seeds, resamples, seed });
  return {
    correlations,
    ...reviewTables(() => studiedModels({ ...models, testCount }), {
      resamples: correlations.resamples,
      seed,
    }),
  };
}
