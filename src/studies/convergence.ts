import type { MeasurementRow } from '../correlation/index.ts';
import type { Results } from '../jobs/index.ts';
import { type GroupSummary, mergeSummaries } from './groupSummary.ts';
import type { Candidate } from './measurePieces.ts';
import { type MeasurePlan, regionsOf } from './measurePlan.ts';
import { measurementRow, summariesOf } from './measureRows.ts';

/** Of fewer groups, the standard error is mostly chance itself. */
const LEAST_GROUPS = 4;

/**
 * Where to look at the groups on their way: all of them, half, a quarter and so on, each count rounded up to the
 * end of a range; but for all, no fewer than four.
 *
 * @param counts the groups of each range
 */
export function prefixCounts(counts: readonly number[]): ReadonlySet<number> {
  let sum = 0;
  const ends = counts.map((count) => {
    sum += count;
    return sum;
  });
  const chosen = new Set<number>([sum]);
  for (let target = sum / 2; target >= LEAST_GROUPS; target /= 2)
    chosen.add(ends.find((end) => end >= target)!);
  return chosen;
}

/** What the first groups came to, for growing numbers of them. */
function prefixes(ranges: readonly GroupSummary[]): GroupSummary[] {
  const chosen = prefixCounts(ranges.map(({ groups }) => groups));
  const found: GroupSummary[] = [];
  let sofar: GroupSummary | undefined;
  for (const range of ranges) {
    sofar = sofar ? mergeSummaries(sofar, range) : range;
    if (chosen.has(sofar.groups)) found.push(sofar);
  }
  return found;
}

/**
 * A checkpoint's rows of convergence.csv: the rows of measurements.csv that fewer samples would have given, for
 * sample counts that about double, the last of which is all. Nothing is measured for them.
 *
 * @param results of all its pieces, by key
 */
export function convergenceRows(candidate: Candidate, plan: MeasurePlan, results: Results): MeasurementRow[] {
  const { checkpoint, spec } = candidate.run;
  const regions = regionsOf(plan, spec);
  return candidate.sizes.flatMap((size) =>
    prefixes(summariesOf(candidate, size, plan, results)).flatMap(({ groups, values }) =>
      regions.flatMap((region, i) =>
        region.radii.map((rho, j) =>
          measurementRow({ checkpoint, plan, region, rho, m: size.m, groups }, values[i]![j]!),
        ),
      ),
    ),
  );
}
