import { type CorrelationRow, type MeasurementRow, measureKey } from '../correlation/index.ts';
import { bestColumns } from './bestColumns.ts';
import { type MeasureLabel, measureLabels } from './measureLabel.ts';
import { mean } from './quantile.ts';

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

function meanOf(numbers: readonly (number | null)[]): number | null {
  const known = numbers.flatMap((number) => (number !== null && Number.isFinite(number) ? [number] : []));
  return known.length === 0 ? null : mean(known);
}

/** A part of a value as a share of it. */
function share(part: number | null, value: number): number | null {
  return part === null ? null : part / value;
}

/** The certificates of all measures of whole networks at their best radii; none where no ascent was iterative. */
export function measureCertificates(
  measurements: readonly MeasurementRow[],
  correlations: readonly CorrelationRow[],
): readonly MeasureCertificate[] {
  const columns = bestColumns(correlations);
  const labels = measureLabels(columns.map(({ identity }) => identity));
  return columns.flatMap(({ identity }, i) => {
    const key = measureKey(identity);
    const rows = measurements.filter((row) => row.maximizer_norm !== null && measureKey(row) === key);
    if (rows.length === 0) return [];
    return {
      measure: labels[i]!,
      rho: identity.rho,
      oneStepShare: meanOf(rows.map((row) => share(row.one_step, row.value))),
      restartSpread: meanOf(rows.map((row) => share(row.restart_spread, row.value))),
      maximizerNorm: meanOf(rows.map((row) => row.maximizer_norm)),
      boundaryShare: meanOf(rows.map((row) => row.boundary_share)),
      stillImproving: meanOf(rows.map((row) => row.still_improving)),
    };
  });
}
