import type { CorrelationRow } from '../correlation/index.ts';
import { type BestColumn, bestColumns } from './bestColumns.ts';
import { formatCoefficient, formatNumber, type MeasureLabel, measureLabels } from './measureLabel.ts';

/** A row of coefficients, a value a measure. */
export interface RankTableRow {
  readonly statistic: 'tau' | 'psi' | 'Psi';
  /** The hyperparameter of a ψ. */
  readonly hyperparameter: string | null;
  readonly values: readonly (number | null)[];
  /** Which values are the largest of the row. */
  readonly best: readonly boolean[];
}

/** The paper's Table 1: measures in columns, each at its best radius; τ, the ψ_i and Ψ in rows. */
export interface RankTable {
  readonly measures: readonly MeasureLabel[];
  readonly radii: readonly (number | null)[];
  readonly rows: readonly RankTableRow[];
}

export function rankTable(correlations: readonly CorrelationRow[]): RankTable {
  const columns = bestColumns(correlations);
  const hyperparameters = new Set(correlations.flatMap(({ hyperparameter }) => hyperparameter ?? []));
  return {
    measures: measureLabels(columns.map(({ identity }) => identity)),
    radii: columns.map(({ identity }) => identity.rho),
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
  const values = columns.map(
    ({ coefficients }) =>
      coefficients.find((row) => row.statistic === statistic && row.hyperparameter === hyperparameter)
        ?.value ?? null,
  );
  const largest = Math.max(...values.map((value) => value ?? Number.NEGATIVE_INFINITY));
  const contested = values.filter((value) => value !== null).length > 1;
  return { statistic, hyperparameter, values, best: values.map((value) => contested && value === largest) };
}

/** What a row is called. */
export function rowLabel({ statistic, hyperparameter }: RankTableRow): string {
  if (statistic === 'tau') return 'τ (rank corr.)';
  return statistic === 'Psi' ? 'Ψ (avg.)' : `ψ ${hyperparameter}`;
}

/** The table as plain text for a terminal; `*` marks the largest value of a row. */
export function rankTableText(table: RankTable): string {
  const head = table.measures.map(({ name, details }) => [...name.split(' '), ...details]);
  const height = Math.max(0, ...head.map((lines) => lines.length));
  const lines = [
    ...Array.from({ length: height }, (_, i) => ['', ...head.map((column) => `${column[i] ?? ''} `)]),
    ['best radius ρ', ...table.radii.map((rho) => `${rho === null ? '–' : formatNumber(rho)} `)],
    ...table.rows.map((row) => [
      rowLabel(row),
      ...row.values.map((value, i) => `${formatCoefficient(value)}${row.best[i] ? '*' : ' '}`),
    ]),
  ].map((cells) => cells.map(printable));
  const widths = [0, ...table.measures.keys()].map((_, i) =>
    Math.max(...lines.map((cells) => cells[i]!.length)),
  );
  const align = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [
    ...lines.slice(0, height).map(align),
    rule,
    ...lines.slice(height).map(align),
    '* largest of its row',
    '',
  ].join('\n');
}

/** Names come from files: no control character of theirs reaches a terminal. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '\uFFFD');
}
