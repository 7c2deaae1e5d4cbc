import type { Cell } from '../../correlation/index.ts';
import { UserError } from '../../userError.ts';
import { quoted, requireDistinctNames, type Table } from './table.ts';

interface CsvRecord {
  /** An empty cell is null; a quoted empty one is ''. */
  readonly cells: readonly (string | null)[];
  /** The line that it begins on, from 1. */
  readonly line: number;
}

/**
 * Reads CSV (RFC 4180, UTF-8): a header line, quoted cells with commas, quotes and line breaks in them, LF or
 * CRLF, a byte order mark or none. Blank lines are skipped. Every cell is text, or null where it is empty.
 * @throws UserError naming the file and the line.
 */
export function parseCsv(bytes: Uint8Array, file: string): Table {
  const records = readRecords(decode(bytes, file), file);
  const [header, ...body] = records;
  if (header === undefined)
    throw new UserError(`${file}: the file is empty; a table begins with a line of names`);
  const names = header.cells.map((cell) => cell ?? '');
  requireDistinctNames(names, file);
  for (const { cells, line } of body) {
    if (cells.length === names.length) continue;
    throw new UserError(
      `${file}: line ${line} has ${cells.length} cells, but the header has ${names.length}`,
    );
  }
  return {
    file,
    names,
    columns: names.map((_, column) => body.map((record) => record.cells[column]!)),
    rows: body.length,
    where: (row) => `line ${body[row]!.line}`,
  };
}

/** Writes CSV. Numbers are the shortest decimals that read back as the same number; null is an empty cell. */
export function formatCsv(names: readonly string[], columns: readonly (readonly Cell[])[]): string {
  const lines = [names.map(formatText).join(',')];
  const rows = columns[0]?.length ?? 0;
  for (let row = 0; row < rows; row++) lines.push(columns.map((cells) => formatCell(cells[row]!)).join(','));
  return `${lines.join('\n')}\n`;
}

function formatCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'string') return formatText(cell);
  return Object.is(cell, -0) ? '-0' : String(cell);
}

function formatText(text: string): string {
  return /^$|[",\r\n]|^\s|\s$|^\uFEFF/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function decode(bytes: Uint8Array, file: string): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // what follows says so
  }
  throw new UserError(`${file}: neither CSV (text in UTF-8) nor Parquet`);
}

function readRecords(text: string, file: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begins = line;
    const cells: (string | null)[] = [];
    do {
      if (text[at] === '"') {
        const cell = readQuoted(text, at, file, line);
        cells.push(cell.text);
        line += countLineBreaks(text, at, cell.end);
        at = cell.end;
      } else {
        const end = endOfCell(text, at);
        cells.push(end === at ? null : text.slice(at, end));
        at = end;
      }
    } while (text[at++] === ',');
    if (text[at - 1] === '\r' && text[at] === '\n') at++;
    line++;
    if (cells.length > 1 || cells[0] !== null) records.push({ cells, line: begins });
  }
  return records;
}

/** Where an unquoted cell ends: at a comma, a line break or the end of the text. */
function endOfCell(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 0x2c || character === 0x0a || character === 0x0d) return at;
  }
  return text.length;
}

function readQuoted(text: string, start: number, file: string, line: number): { text: string; end: number } {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close === -1) throw new UserError(`${file}: line ${line}: a quoted cell begins here but never ends`);
  const end = close + 1;
  if (end < text.length && endOfCell(text, end) !== end) {
    const after = quoted(text.slice(end, Math.min(endOfCell(text, end), end + 20)));
    throw new UserError(
      `${file}: line ${line}: ${after} follows a closing quote; a comma or a line end should`,
    );
  }
  return { text: text.slice(start + 1, close).replaceAll('""', '"'), end };
}

function countLineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) {
    if (text[at] === '\n' || (text[at] === '\r' && text[at + 1] !== '\n')) count++;
  }
  return count;
}
