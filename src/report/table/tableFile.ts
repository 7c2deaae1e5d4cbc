import { closeSync, openSync, writeFileSync } from 'node:fs';
import { type BasicType, ByteWriter, ParquetWriter, schemaFromColumnData } from 'hyparquet-writer';
import type { Cell } from '../../correlation/index.ts';
import { csvLine } from './csv.ts';

/** A column of a table that is written. */
export interface WrittenColumn {
  readonly name: string;
  /** Of Parquet. A column of text may get numbers and booleans too. */
  readonly type: Extract<BasicType, 'DOUBLE' | 'BOOLEAN' | 'STRING'>;
}

/** A file that grows row by row. */
export interface TableFile {
  readonly write: (cells: readonly Cell[]) => void;
  /** Writes what is left. */
  readonly finish: () => void;
  /** Lets go of the file, finished or not. */
  readonly close: () => void;
}

/** About how much CSV is written at once. */
const pieceLength = 2 ** 20;

/** Begins a CSV file, which must not be there. */
export function startCsvFile(path: string, columns: readonly WrittenColumn[]): TableFile {
  const file = openSync(path, 'wx');
  let piece = csvLine(columns.map(({ name }) => name));
  const flush = (): void => {
    writeFileSync(file, piece);
    piece = '';
  };
  return {
    write: (cells) => {
      piece += csvLine(cells);
      if (piece.length >= pieceLength) flush();
    },
    finish: flush,
    close: () => closeSync(file),
  };
}

/** A first group of few rows lets readers look at a table without reading much. */
const firstGroup = 1000;
const otherGroups = 100_000;

/** Begins a Parquet file, which must not be there; in groups of rows that are written when they are full. */
export function startParquetFile(path: string, columns: readonly WrittenColumn[]): TableFile {
  const file = openSync(path, 'wx');
  const bytes = new ByteWriter();
  const sources = columns.map(({ name, type }) => ({
    name,
    type,
    data: [] as Cell[],
    ...(type === 'DOUBLE' && { encoding: 'PLAIN' as const }),
  }));
  const writer = new ParquetWriter({
    writer: bytes,
    schema: schemaFromColumnData({ columnData: sources }),
    statistics: false,
  });
  let groups = 0;
  const flush = (): void => {
    writeFileSync(file, bytes.getBytes());
    bytes.index = 0;
  };
  const writeGroup = (): void => {
    // to memory, so at once
    void writer.write({ columnData: sources, rowGroupSize: otherGroups });
    flush();
    for (const { data } of sources) data.length = 0;
    groups += 1;
  };
  return {
    write: (cells) => {
      sources.forEach(({ type, data }, k) => {
        const cell = cells[k]!;
        data.push(type === 'STRING' && cell !== null ? String(cell) : cell);
      });
      if (sources[0]?.data.length === (groups === 0 ? firstGroup : otherGroups)) writeGroup();
    },
    finish: () => {
      if (sources[0]?.data.length !== 0) writeGroup();
      void writer.finish();
      flush();
    },
    close: () => closeSync(file),
  };
}
