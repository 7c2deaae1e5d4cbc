import type { Cell } from '../../correlation/index.ts';
import { UserError } from '../../userError.ts';
import { type CsvRecord, decodeCsv, startRecords } from './csvRecords.ts';
import { requireDistinctNames, type Table } from './table.ts';

/**
 * Reads CSV (RFC 4180, UTF-8): a header line, quoted cells with commas, quotes and line breaks in them, LF or
 * CRLF, a byte order mark or none. Blank lines are skipped. Every cell is text, or null where it is empty.
 * @throws UserError naming the file and the line.
 */
export function parseCsv(bytes: Uint8Array, file: string): Table {
  const records: CsvRecord[] = [];
  const reader = startRecords(file, (record) => records.push(record));
  const decode = decodeCsv(file);
  reader.read(decode(bytes));
  reader.end(decode());
  const [header, ...body] = records;
  const names = namesOf(header, file);
  for (const record of body) requireCells(record, names, file);
  return {
    file,
    names,
    columns: names.map((_, column) => body.map((record) => record.cells[column]!)),
    rows: body.length,
    where: (row) => `line ${body[row]!.line}`,
  };
}

/**
 * The names of the columns.
 *
 * @throws UserError where the file is empty, or two columns have one name
 */
export function namesOf(header: CsvRecord | undefined, file: string): readonly string[] {
  if (header === undefined)
    throw new UserError(`${file}: the file is empty; a table begins with a line of names`);
  const names = header.cells.map((cell) => cell ?? '');
  requireDistinctNames(names, file);
  return names;
}

/** @throws UserError where a row has not as many cells as the header */
export function requireCells({ cells, line }: CsvRecord, names: readonly string[], file: string): void {
  if (cells.length === names.length) return;
  throw new UserError(`${file}: line ${line} has ${cells.length} cells, but the header has ${names.length}`);
}

/** Writes CSV. Numbers are the shortest decimals that read back as the same number; null is an empty cell. */
export function formatCsv(names: readonly string[], columns: readonly (readonly Cell[])[]): string {
  const lines = [csvLine(names)];
  const rows = columns[0]?.length ?? 0;
  for (let row = 0; row < rows; row++) lines.push(csvLine(columns.map((cells) => cells[row]!)));
  return lines.join('');
}

/** A line of CSV, with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(formatCell).join(',')}\n`;
}

function formatCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return formatText(cell);
  return Object.is(cell, -0) ? '-0' : String(cell);
}

function formatText(text: string): string {
  return /^$|[",\r\n]|^\s|\s$|^\uFEFF/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
