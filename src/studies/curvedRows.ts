import type { Results } from '../jobs/index.ts';
import type { CurvedRow } from '../report/index.ts';
import { mergeSummaries } from './groupSummary.ts';
import type { Candidate } from './measurePieces.ts';
import type { MeasurePlan } from './measurePlan.ts';
import { measurementRows, summariesOf } from './measureRows.ts';

/** A checkpoint's rows of measurements.csv, each with the best value so far after each step of its ascent. */
export function curvedRows(candidate: Candidate, plan: MeasurePlan, results: Results): CurvedRow[] {
  // in the order of the rows: by size of groups, region and radius
  const curves = candidate.sizes.flatMap((size) => {
    const { groups, values } = summariesOf(candidate, size, plan, results).reduce(mergeSummaries);
    return values.flat().map(({ certificate }) => certificate?.curve?.map((sum) => sum / groups));
  });
  return measurementRows(candidate, plan, results).map((row, k) => {
    const curve = curves[k];
    return curve ? { ...row, curve } : row;
  });
}
