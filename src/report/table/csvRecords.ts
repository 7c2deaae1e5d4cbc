import { UserError } from '../../userError.ts';
import { quoted } from './table.ts';

/** A row of CSV as it is in its file. */
export interface CsvRecord {
  /** An empty cell is null; a quoted empty one is ''. */
  readonly cells: readonly (string | null)[];
  /** The line that it begins on, from 1. */
  readonly line: number;
}

/** Finds the records in text that comes in pieces, wherever they are cut. Blank lines are none. */
export interface RecordReader {
  /** Hands on every record that is whole. */
  readonly read: (text: string) => void;
  /** Hands on the rest. */
  readonly end: (text: string) => void;
}

/** More than any line of a table: what is not whole by then is damaged. */
const maxRecord = 2 ** 24;

/** @throws UserError (in `read` and `end`) naming the file and the line */
export function startRecords(file: string, onRecord: (record: CsvRecord) => void): RecordReader {
  let rest = '';
  let line = 1;
  const take = (text: string, isLast: boolean): void => {
    let at = 0;
    let [nextQuote, nextReturn] = [-1, -1];
    while (at < text.length) {
      if (nextQuote < at) nextQuote = nextOf('"', text, at);
      if (nextReturn < at) nextReturn = nextOf('\r', text, at);
      const found =
        plainRecord(text, at, Math.min(nextQuote, nextReturn)) ??
        readRecord(text, at, { file, line, isLast });
      if (found === undefined) break;
      const { cells, lines, end } = found;
      if (cells.length > 1 || cells[0] !== null) onRecord({ cells, line });
      at = end;
      line += lines;
    }
    rest = text.slice(at);
    if (rest.length > maxRecord) {
      throw new UserError(`${file}: line ${line}: a row of more than ${maxRecord} characters begins here`);
    }
  };
  return { read: (text) => take(rest + text, false), end: (text) => take(rest + text, true) };
}

/** Decodes a file in pieces; without one, what the last piece left open. */
export function decodeCsv(file: string): (bytes?: Uint8Array) => string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  return (bytes) => {
    try {
      const text = decoder.decode(bytes, { stream: bytes !== undefined });
      if (!text.includes('\0')) return text;
    } catch {
      // what follows says so
    }
    throw new UserError(`${file}: neither CSV (text in UTF-8) nor Parquet`);
  };
}

interface Reading {
  readonly file: string;
  readonly line: number;
  /** Does nothing follow the text? */
  readonly isLast: boolean;
}

interface FoundRecord {
  readonly cells: CsvRecord['cells'];
  readonly end: number;
  /** How many lines it takes. */
  readonly lines: number;
}

const [comma, lineFeed, carriageReturn, quote] = [0x2c, 0x0a, 0x0d, 0x22] as const;

/** Where the next of such characters is; where there is none, the end. */
function nextOf(character: string, text: string, start: number): number {
  const at = text.indexOf(character, start);
  return at === -1 ? text.length : at;
}

/**
 * Of most lines the commas tell all; undefined: not of this one.
 *
 * @param special where the next quote or carriage return is
 */
function plainRecord(text: string, start: number, special: number): FoundRecord | undefined {
  const end = text.indexOf('\n', start);
  if (end === -1 || end > special) return undefined;
  const cells: (string | null)[] = text.slice(start, end).split(',');
  for (let k = 0; k < cells.length; k++) if (cells[k] === '') cells[k] = null;
  return { cells, end: end + 1, lines: 1 };
}

/** Undefined: the record goes on behind the text. */
function readRecord(text: string, start: number, reading: Reading): FoundRecord | undefined {
  const { isLast } = reading;
  const cells: (string | null)[] = [];
  let lines = 1;
  let at = start;
  for (;;) {
    if (text.charCodeAt(at) === quote) {
      const cell = readQuoted(text, at, { ...reading, line: reading.line + lines - 1 });
      if (cell === undefined) return undefined;
      cells.push(cell.text);
      lines += countLineBreaks(text, at, cell.end);
      at = cell.end;
    } else {
      const end = endOfCell(text, at);
      cells.push(end === at ? null : text.slice(at, end));
      at = end;
    }
    // what follows may be missing, and a line feed may follow a carriage return
    if (!isLast && at >= text.length - 1) return undefined;
    const separator = text.charCodeAt(at++);
    if (separator === comma) continue;
    if (separator === carriageReturn && text.charCodeAt(at) === lineFeed) at++;
    return { cells, end: at, lines };
  }
}

/** Where an unquoted cell ends: at a comma, a line break or the end of the text. */
function endOfCell(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === comma || character === lineFeed || character === carriageReturn) return at;
  }
  return text.length;
}

/** Undefined: the cell may go on behind the text. */
function readQuoted(
  text: string,
  start: number,
  { file, line, isLast }: Reading,
): { readonly text: string; readonly end: number } | undefined {
  let close = text.indexOf('"', start + 1);
  while (close !== -1 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (!isLast && (close === -1 || close === text.length - 1)) return undefined;
  if (close === -1) throw new UserError(`${file}: line ${line}: a quoted cell begins here but never ends`);
  const end = close + 1;
  const cellEnd = endOfCell(text, end);
  if (cellEnd !== end) {
    if (!isLast && cellEnd === text.length) return undefined;
    const after = quoted(text.slice(end, Math.min(cellEnd, end + 20)));
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
