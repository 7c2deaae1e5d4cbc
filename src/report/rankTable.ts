import type { CorrelationRow } from '../correlation/index.ts';
import { type BestColumn, bestColumns } from './bestColumns.ts';
import { type Interval, intervalOf } from './interval.ts';
import { type MeasureLabel, measureLabels } from './measureLabel.ts';

/** A row of coefficients, a value a measure. */
export interface RankTableRow {
  readonly statistic: 'tau' | 'psi' | 'Psi';
  /** The hyperparameter of a ψ. */
  readonly hyperparameter: string | null;
  readonly values: readonly (number | null)[];
  /** The 95 % interval of each value; null where there is none. */
  readonly intervals: readonly (Interval | null)[];
  /** Which values are the largest of the row. */
  readonly best: readonly boolean[];
}

/** The paper's Table 1: measures in columns, each at its best radius; τ, the ψ_i and Ψ in rows. */
export interface RankTable {
  readonly measures: readonly MeasureLabel[];
  /** Null for a measure without a radius, or without a τ that says which is best. */
  readonly radii: readonly (number | null)[];
  readonly rows: readonly RankTableRow[];
}

export function rankTable(correlations: readonly CorrelationRow[]): RankTable {
  const columns = bestColumns(correlations);
  const hyperparameters = new Set(correlations.flatMap(({ hyperparameter }) => hyperparameter ?? []));
  return {
    measures: measureLabels(columns.map(({ identity }) => identity)),
    radii: columns.map(({ identity, tau }) => (tau === null ? null : identity.rho)),
    rows: [
      tableRow(columns, 'tau', null),
      ...[...hyperparameters].map((name) => tableRow(columns, 'psi', name)),
      tableRow(columns, 'Psi', null),
    ],
  };
}

function tableRow(
  columns: readonly BestColumn[],
  statistic: RankTableRow['statistic'],
  hyperparameter: string | null,
): RankTableRow {
  const found = columns.map(({ coefficients }) =>
    coefficients.find((row) => row.statistic === statistic && row.hyperparameter === hyperparameter),
  );
  const values = found.map((row) => row?.value ?? null);
  const largest = Math.max(...values.map((value) => value ?? Number.NEGATIVE_INFINITY));
  const contested = values.some((value) => value !== null && value !== largest);
  return {
    ...{ statistic, hyperparameter, values },
    intervals: found.map(intervalOf),
    best: values.map((value) => contested && value === largest),
  };
}

/** What a row is called. */
export function rowLabel({ statistic, hyperparameter }: RankTableRow): string {
  if (statistic === 'tau') return 'τ (rank corr.)';
  return statistic === 'Psi' ? 'Ψ (avg.)' : `ψ ${hyperparameter}`;
}

/** More measures than these stand in rows, where each has a line for its name. */
const mostColumns = 8;

export function standsInRows({ measures }: RankTable): boolean {
  return measures.length > mostColumns;
}
