import { type FileMetaData, parquetRead } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Cell } from '../../correlation/index.ts';
import { reason, UserError } from '../../userError.ts';
import { checkedMetadata, compressors } from './parquetPages.ts';
import { quoted, requireDistinctNames, type Table } from './table.ts';

/** Keeps a byte order mark, which a decoder drops unless told. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const parsers = { stringFromBytes: (bytes: Uint8Array | undefined) => bytes && utf8.decode(bytes) };

/** Do the bytes begin as a Parquet file does? */
export function isParquet(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(0, 4)) === 'PAR1';
}

/**
 * Reads a Parquet file of flat columns (plain or dictionary encoding; snappy, gzip or no compression). Every
 * number becomes a double, dates and times become ISO 8601 text.
 * @throws UserError naming the file.
 */
export async function parseParquet(bytes: Uint8Array, file: string): Promise<Table> {
  let names: readonly string[];
  let rows: readonly (readonly unknown[])[];
  try {
    const metadata = checkedMetadata(bytes);
    names = metadata.schema.slice(1).map((column) => column.name);
    rows = await readRows(bytes, metadata);
    const whole =
      rows.length === Number(metadata.num_rows) && rows.every((row) => row.length === names.length);
    if (!whole) throw new Error('some of its values are missing');
  } catch (error) {
    throw new UserError(`${file}: this Parquet file cannot be read: ${reason(error)}`, { cause: error });
  }
  requireDistinctNames(names, file);
  const columns = names.map((name, column) =>
    rows.map((row, at) => {
      const cell = toCell(row[column]);
      if (cell !== undefined) return cell;
      throw new UserError(
        `${file}: column ${quoted(name)} must hold numbers, booleans or text, but row ${at + 1} does not`,
      );
    }),
  );
  return { file, names, columns, rows: rows.length, where: (row) => `row ${row + 1}` };
}

async function readRows(bytes: Uint8Array, metadata: FileMetaData): Promise<readonly (readonly unknown[])[]> {
  const buffer = bytes.slice().buffer;
  const file = {
    byteLength: buffer.byteLength,
    slice: (start: number, end?: number) => buffer.slice(start, end),
  };
  return new Promise((resolve, reject) => {
    parquetRead({ file, metadata, compressors, parsers, geoparquet: false, onComplete: resolve }).catch(
      reject,
    );
  });
}

function toCell(value: unknown): Cell | undefined {
  if (
    value === null ||
    typeof value === 'number' ||
    typeof value === 'string' ||
    typeof value === 'boolean'
  ) {
    return value;
  }
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  return undefined;
}

/**
 * Writes a Parquet file: a column of numbers is DOUBLE, of booleans BOOLEAN, and any other, also one without a
 * value, STRING unless `numeric` names it.
 */
export function formatParquet(
  names: readonly string[],
  columns: readonly (readonly Cell[])[],
  numeric: ReadonlySet<string>,
): Uint8Array {
  const columnData = names.map((name, i) => {
    const cells = columns[i]!;
    const type = cells.every((cell) => cell === null) && numeric.has(name) ? 'DOUBLE' : columnType(cells);
    const data = type === 'STRING' ? cells.map((cell) => (cell === null ? null : String(cell))) : [...cells];
    return { name, data, type, ...(type === 'DOUBLE' ? { encoding: 'PLAIN' as const } : {}) };
  });
  return new Uint8Array(parquetWriteBuffer({ columnData, statistics: false }));
}

/** The type of a column of such cells; STRING where there is none. */
export function columnType(cells: Iterable<Cell>): 'DOUBLE' | 'BOOLEAN' | 'STRING' {
  const types = new Set<string>();
  for (const cell of cells) if (cell !== null) types.add(typeof cell);
  if (types.size !== 1) return 'STRING';
  return types.has('number') ? 'DOUBLE' : types.has('boolean') ? 'BOOLEAN' : 'STRING';
}
