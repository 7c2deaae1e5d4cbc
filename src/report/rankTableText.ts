import { formatCoefficient, formatNumber, labelText } from './measureLabel.ts';
import { type RankTable, rowLabel, standsInRows } from './rankTable.ts';

/** A table whose first column is set to the left, and a rule below its head. */
interface TextTable {
  readonly head: readonly (readonly string[])[];
  readonly body: readonly (readonly string[])[];
  readonly note: string;
}

/** The table as plain text for a terminal; `*` marks the largest value of a statistic. */
export function rankTableText(table: RankTable): string {
  return setText(standsInRows(table) ? measuresInRows(table) : measuresInColumns(table));
}

function measuresInColumns({ measures, radii, rows }: RankTable): TextTable {
  const names = measures.map(({ name, details }) => [...name.split(' '), ...details]);
  const height = Math.max(0, ...names.map((lines) => lines.length));
  return {
    head: Array.from({ length: height }, (_, i) => ['', ...names.map((column) => `${column[i] ?? ''} `)]),
    body: [
      ...(radii.every((rho) => rho === null)
        ? []
        : [['best radius ρ', ...radii.map((rho) => `${radiusText(rho)} `)]]),
      ...rows.map((row) => [rowLabel(row), ...row.values.map((value, i) => marked(value, row.best[i]!))]),
    ],
    note: note(rows, '* largest of its row'),
  };
}

function measuresInRows({ measures, radii, rows }: RankTable): TextTable {
  return {
    head: [['', 'best ρ ', ...rows.map((row) => `${rowLabel(row)} `)]],
    body: measures.map((measure, i) => [
      labelText(measure),
      `${radiusText(radii[i]!)} `,
      ...rows.map((row) => marked(row.values[i]!, row.best[i]!)),
    ]),
    note: note(rows, '* largest of its column'),
  };
}

/** What a star means, if there is one. */
function note(rows: RankTable['rows'], meaning: string): string {
  return rows.some(({ best }) => best.includes(true)) ? meaning : '';
}

function radiusText(rho: number | null): string {
  return rho === null ? '–' : formatNumber(rho);
}

function marked(value: number | null, best: boolean): string {
  return `${formatCoefficient(value)}${best ? '*' : ' '}`;
}

function setText({ head, body, note }: TextTable): string {
  const lines = [...head, ...body].map((cells) => cells.map(printable));
  const widths = lines[0]!.map((_, i) => Math.max(...lines.map((cells) => cells[i]!.length)));
  const align = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[i]!)))
      .join('  ')
      .trimEnd();
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [
    ...lines.slice(0, head.length).map(align),
    rule,
    ...lines.slice(head.length).map(align),
    ...(note === '' ? [] : [note]),
    '',
  ].join('\n');
}

/** Names come from files: no character of theirs that controls a terminal or turns what is written reaches it. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');
}
