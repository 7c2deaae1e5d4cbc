import { UserError } from '../../userError.ts';
import { checkFinishedRun } from '../finishedRun.ts';
import { plannedRun } from './plannedRun.ts';
import type { SweepPlan } from './sweepRequest.ts';
import { trainRequestOf } from './trainMissing.ts';

/** A run without an end of its own, and why: also one in whose folder another run is, or a damaged one. */
export interface FailedRun {
  readonly name: string;
  readonly reason: string;
}

/** Of runs that came to an end before, by index: those that are others than the study's, or damaged. */
export function foreignRuns(
  request: SweepPlan & { readonly out: string },
  ended: readonly number[],
): readonly FailedRun[] {
  return ended.flatMap((index) => {
    const run = plannedRun(request, index);
    try {
      checkFinishedRun(trainRequestOf(run, request));
      return [];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return { name: run.name, reason: error.message };
    }
  });
}
