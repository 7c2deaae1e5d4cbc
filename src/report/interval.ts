import type { CorrelationRow } from '../correlation/index.ts';
import { formatCoefficient } from './measureLabel.ts';

/** The ends of a coefficient's 95 % interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Null where it is undefined or nothing was resampled. */
export function intervalOf(row: CorrelationRow | undefined): Interval | null {
  if (row === undefined || row.value === null || row.ci_low === null || row.ci_high === null) return null;
  return { low: row.ci_low, high: row.ci_high };
}

/** `0.352 to 0.471` */
export function intervalText({ low, high }: Interval): string {
  return `${formatCoefficient(low)} to ${formatCoefficient(high)}`;
}
