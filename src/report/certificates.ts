import type { CorrelationRow, MeasurementRow } from '../correlation/index.ts';
import { bestColumns } from './bestColumns.ts';
import { columnFinder } from './columnFinder.ts';
import { type MeasureLabel, measureLabels } from './measureLabel.ts';

/** How good an iterative ascent's maxima of one measure are: means over the models. Null: there is no such number. */
export interface MeasureCertificate {
  readonly measure: MeasureLabel;
  readonly rho: number | null;
  /** One step's value as a share of the maximum. */
  readonly oneStepShare: number | null;
  /** The spread over the starts as a share of the maximum. */
  readonly restartSpread: number | null;
  /** ||z||_p / rho of the maximizer. */
  readonly maximizerNorm: number | null;
  /** The share of coordinates on the boundary, for p = infinity. */
  readonly boundaryShare: number | null;
  /** The share of groups that the last quarter of the steps still improved. */
  readonly stillImproving: number | null;
}

/** A mean in the making, of the numbers that are finite. */
interface Mean {
  sum: number;
  count: number;
}

type Sums = Readonly<Record<Exclude<keyof MeasureCertificate, 'measure' | 'rho'>, Mean>>;

function noSums(): Sums {
  const none = (): Mean => ({ sum: 0, count: 0 });
  return {
    oneStepShare: none(),
    restartSpread: none(),
    maximizerNorm: none(),
    boundaryShare: none(),
    stillImproving: none(),
  };
}

function add(mean: Mean, number: number | null): void {
  if (number === null || !Number.isFinite(number)) return;
  mean.sum += number;
  mean.count += 1;
}

function meanOf({ sum, count }: Mean): number | null {
  return count === 0 ? null : sum / count;
}

/** A part of a value as a share of it. */
function share(part: number | null, value: number): number | null {
  return part === null ? null : part / value;
}

/** The certificates of all measures of whole networks at their best radii; none where no ascent was iterative. */
export function measureCertificates(
  measurements: Iterable<MeasurementRow>,
  correlations: readonly CorrelationRow[],
): readonly MeasureCertificate[] {
  const columns = bestColumns(correlations);
  const labels = measureLabels(columns.map(({ identity }) => identity));
  const columnOf = columnFinder(columns.map(({ identity }) => identity));
  const sums = new Map<number, Sums>();
  for (const row of measurements) {
    if (row.maximizer_norm === null) continue;
    const column = columnOf(row);
    if (column === undefined) continue;
    const sofar = sums.get(column) ?? noSums();
    sums.set(column, sofar);
    add(sofar.oneStepShare, share(row.one_step, row.value));
    add(sofar.restartSpread, share(row.restart_spread, row.value));
    add(sofar.maximizerNorm, row.maximizer_norm);
    add(sofar.boundaryShare, row.boundary_share);
    add(sofar.stillImproving, row.still_improving);
  }
  return columns.flatMap(({ identity }, i) => {
    const found = sums.get(i);
    if (found === undefined) return [];
    return {
      measure: labels[i]!,
      rho: identity.rho,
      oneStepShare: meanOf(found.oneStepShare),
      restartSpread: meanOf(found.restartSpread),
      maximizerNorm: meanOf(found.maximizerNorm),
      boundaryShare: meanOf(found.boundaryShare),
      stillImproving: meanOf(found.stillImproving),
    };
  });
}
