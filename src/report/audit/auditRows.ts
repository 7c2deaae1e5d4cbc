import { groupBy, type MeasurementRow, measureKey } from '../../correlation/index.ts';
import type { Normalization, NormOrder } from '../../sharpness/types.ts';

/** What was done to the network: its nodes or filters were rescaled, or another one was given for the same function. */
export type AuditKind = 'nodes' | 'filters' | 'pair';

/** One measure of a network before and after: a row of audit.csv. */
export interface AuditRow
  extends Pick<MeasurementRow, 'measure' | 'bias' | 'ascent' | 'm' | 'samples' | 'precision'> {
  readonly kind: AuditKind;
  readonly p: NormOrder;
  readonly normalization: Normalization;
  readonly eta: number;
  readonly rho: number;
  readonly before: number;
  readonly after: number;
  /** after / before; 1 where both are the same, also if that is 0. */
  readonly ratio: number;
  /** Is one of the values no better than float32's noise? */
  readonly below_noise: boolean;
}

/** How far a measure moved, at any radius. */
export interface AuditVerdict
  extends Pick<AuditRow, 'kind' | 'measure' | 'p' | 'normalization' | 'bias' | 'eta'> {
  /** The ratio that is farthest from 1. */
  readonly ratio: number;
  /** max(ratio, 1 / ratio) - 1; infinite where the ratio is no positive number. */
  readonly drift: number;
  readonly invariant: boolean;
}

/** A measure that moves by less is called invariant. */
export const INVARIANCE_TOLERANCE = 1e-3;

/** Puts the sharpness of two networks beside each other; measures that only one of them has are left out. */
export function auditRows(
  kind: AuditKind,
  before: readonly MeasurementRow[],
  after: readonly MeasurementRow[],
): AuditRow[] {
  const counterparts = new Map(after.map((row) => [measureKey(row), row]));
  return before.flatMap((row): AuditRow[] => {
    const counterpart = counterparts.get(measureKey(row));
    const { measure, p, normalization, bias, eta, rho, ascent, m, samples, precision } = row;
    if (counterpart === undefined) return [];
    if (p === null || normalization === null || eta === null || rho === null) return [];
    return [
      {
        kind,
        ...{ measure, p, normalization, bias, eta, rho, ascent, m, samples, precision },
        before: row.value,
        after: counterpart.value,
        ratio: row.value === counterpart.value ? 1 : counterpart.value / row.value,
        below_noise: row.below_noise || counterpart.below_noise,
      },
    ];
  });
}

/** A verdict for each measure and kind, in the order of the rows. */
export function auditVerdicts(rows: readonly AuditRow[]): AuditVerdict[] {
  const groups = groupBy(rows, ({ kind, measure, p, normalization, bias, eta }) =>
    JSON.stringify([kind, measure, p, normalization, bias, eta]),
  );
  return [...groups.values()].map((group) => {
    const farthest = group.reduce((far, row) => (driftOf(row) <= driftOf(far) ? far : row));
    const { kind, measure, p, normalization, bias, eta, ratio } = farthest;
    const drift = driftOf(farthest);
    const invariant = drift <= INVARIANCE_TOLERANCE;
    return { kind, measure, p, normalization, bias, eta, ratio, drift, invariant };
  });
}

/** By which share the value grew, or would have to grow back: 1/2 is as far from 1 as 2. */
function driftOf({ ratio }: AuditRow): number {
  return ratio > 0 ? Math.max(ratio, 1 / ratio) - 1 : Number.POSITIVE_INFINITY;
}
