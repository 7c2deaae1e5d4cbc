import { randomUUID } from 'node:crypto';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Cell,
  CheckpointRow,
  CorrelationRow,
  HyperparameterValue,
  MeasurementRow,
} from '../../correlation/index.ts';
import { identityColumns } from '../../correlation/measureIdentity.ts';
import { makeFolder } from '../../makeFolder.ts';
import { UserError } from '../../userError.ts';
import { type CurvedRow, curveColumns, readCurves } from './bestCurve.ts';
import { type Column, correlationColumns, measurementColumns, performanceColumns } from './columns.ts';
import { readColumn } from './convert.ts';
import { formatCsv } from './csv.ts';
import { formatParquet } from './parquet.ts';
import { loadTable } from './readTable.ts';
import { inferTypes, quoted, type Table } from './table.ts';

/** The tables of an output folder. */
export interface OutputTables {
  readonly checkpoints: readonly CheckpointRow[];
  readonly measurements: readonly CurvedRow[];
  readonly correlations: readonly CorrelationRow[];
  /** Each measurement as fewer samples give it, down to a few groups; the last of a measure is the measurement. */
  readonly convergence?: readonly MeasurementRow[] | undefined;
}

type TableName = keyof OutputTables;

/** What a measurement is of: no two have the same. */
const measurementKey: readonly string[] = ['checkpoint', ...identityColumns];

interface Columns {
  readonly names: readonly string[];
  readonly columns: readonly (readonly Cell[])[];
  /** The columns that hold numbers even where every cell is empty. */
  readonly numeric: ReadonlySet<string>;
}

/**
 * Writes the tables that are given, each as CSV and as Parquet (docs/formats.md). All are written aside
 * first, then moved into place: a reader never sees half a table.
 * @throws UserError where a hyperparameter has the name of another column.
 */
export async function writeTables(folder: string, tables: Partial<OutputTables>): Promise<void> {
  const files: [name: string, content: string | Uint8Array][] = [];
  const add = (name: TableName, { names, columns, numeric }: Columns) => {
    files.push([`${name}.csv`, formatCsv(names, columns)]);
    files.push([`${name}.parquet`, formatParquet(names, columns, numeric)]);
  };
  if (tables.checkpoints) add('checkpoints', checkpointTable(tables.checkpoints));
  if (tables.measurements) add('measurements', measurementTable(tables.measurements));
  if (tables.correlations) add('correlations', columnsOf(tables.correlations, correlationColumns));
  if (tables.convergence) add('convergence', columnsOf(tables.convergence, measurementColumns));

  makeFolder(folder);
  const suffix = `.${randomUUID()}.part`;
  try {
    for (const [name, content] of files)
      await writeFile(join(folder, name + suffix), content, { flag: 'wx' });
    for (const [name] of files) await rename(join(folder, name + suffix), join(folder, name));
  } finally {
    for (const [name] of files) await rm(join(folder, name + suffix), { force: true });
  }
}

/** Removes a table that an earlier run wrote and this one did not. */
export async function removeTable(folder: string, name: TableName): Promise<void> {
  for (const extension of ['csv', 'parquet']) await rm(join(folder, `${name}.${extension}`), { force: true });
}

/**
 * Reads the tables of an output folder back, each from its CSV file, or from its Parquet file where there is
 * no CSV. A folder without correlations has none.
 * @throws UserError naming the file, and the line where there is one.
 */
export async function readOutputTables(folder: string): Promise<OutputTables> {
  const [checkpoints, measurements, correlations, convergence] = await Promise.all([
    loadOutput(folder, 'checkpoints'),
    loadOutput(folder, 'measurements'),
    loadOutput(folder, 'correlations'),
    loadOutput(folder, 'convergence'),
  ]);
  if (checkpoints === undefined || measurements === undefined) {
    const missing = checkpoints === undefined ? 'checkpoints.csv' : 'measurements.csv';
    throw new UserError(`${folder}: not an output folder: it has no ${missing}`);
  }
  return {
    checkpoints: readCheckpoints(checkpoints),
    measurements: readMeasurements(measurements),
    correlations:
      correlations === undefined
        ? []
        : readRows<CorrelationRow>(correlations, correlationColumns, [
            ...identityColumns,
            'statistic',
            'hyperparameter',
            'gap',
          ]),
    ...(convergence && {
      convergence: readRows<MeasurementRow>(convergence, measurementColumns, [...measurementKey, 'samples']),
    }),
  };
}

function readMeasurements(table: Table): CurvedRow[] {
  const curves = readCurves(table);
  return readRows<MeasurementRow>(table, measurementColumns, measurementKey).map((row, k) => {
    const curve = curves[k];
    return curve ? { ...row, curve } : row;
  });
}

function measurementTable(rows: readonly CurvedRow[]): Columns {
  const fixed = columnsOf(rows, measurementColumns);
  const curves = curveColumns(rows);
  return {
    names: [...fixed.names, ...curves.names],
    columns: [...fixed.columns, ...curves.columns],
    numeric: new Set([...fixed.numeric, ...curves.names]),
  };
}

function columnsOf<Name extends string>(
  rows: readonly { readonly [Each in Name]: Cell }[],
  columns: readonly Column<Name>[],
): Columns {
  return {
    names: columns.map(({ name }) => name),
    // Parquet columns have one type, and `inf` is a text: p is text throughout
    columns: columns.map(({ name, kind }) =>
      rows.map((row): Cell => (kind === 'order?' && row[name] !== null ? String(row[name]) : row[name])),
    ),
    numeric: new Set(columns.filter(({ kind }) => /^(number|count)/.test(kind)).map(({ name }) => name)),
  };
}

function checkpointTable(rows: readonly CheckpointRow[]): Columns {
  const hyperparameters = [...new Set(rows.flatMap((row) => Object.keys(row.hyperparameters)))];
  const taken = hyperparameters.find(
    (name) => name === 'checkpoint' || performanceColumns.some((column) => column.name === name),
  );
  if (taken !== undefined) {
    throw new UserError(
      `checkpoints.csv: a hyperparameter is named ${quoted(taken)}, like a column of results; rename it`,
    );
  }
  const performance = columnsOf(
    rows.map(({ checkpoint: _, hyperparameters: __, ...numbers }) => numbers),
    performanceColumns,
  );
  return {
    names: ['checkpoint', ...hyperparameters, ...performance.names],
    columns: [
      rows.map((row) => row.checkpoint),
      ...hyperparameters.map((name) =>
        rows.map(({ hyperparameters: own }) => (Object.hasOwn(own, name) ? own[name]! : null)),
      ),
      ...performance.columns,
    ],
    numeric: performance.numeric,
  };
}

/** The file of a table; undefined where there is none. Links are not followed. */
async function loadOutput(folder: string, name: TableName): Promise<Table | undefined> {
  for (const extension of ['csv', 'parquet']) {
    const path = join(folder, `${name}.${extension}`);
    const status = await lstat(path).catch(() => undefined);
    if (status === undefined) continue;
    if (!status.isFile())
      throw new UserError(`${path}: not a file; a table of an output folder is a file in it`);
    return loadTable(path);
  }
  return undefined;
}

function readCheckpoints(table: Table): CheckpointRow[] {
  const checkpoints = readColumn(table, { name: 'checkpoint', kind: 'text' });
  const performance = performanceColumns.map((column) => readColumn(table, column));
  const end = table.names.indexOf(performanceColumns[0]!.name);
  const hyperparameters = table.names
    .slice(0, end)
    .map((name, i) => ({ name, cells: inferTypes(table.columns[i]!) }))
    .filter(({ name }) => name !== 'checkpoint');
  requireDistinctRows(table, [checkpoints]);
  return checkpoints.map((checkpoint, row) => {
    const own = hyperparameters.flatMap(({ name, cells }): [string, HyperparameterValue][] =>
      cells[row] === null ? [] : [[name, cells[row]!]],
    );
    const numbers = performanceColumns.map(({ name }, i) => [name, performance[i]![row]]);
    return { checkpoint, hyperparameters: Object.fromEntries(own), ...Object.fromEntries(numbers) };
  });
}

function readRows<Row>(table: Table, columns: readonly Column[], identity: readonly string[]): Row[] {
  const values = columns.map((column) => readColumn(table, column));
  requireDistinctRows(
    table,
    identity.map((name) => values[columns.findIndex((column) => column.name === name)]!),
  );
  return Array.from({ length: table.rows }, (_, row) =>
    Object.fromEntries(columns.map(({ name }, i) => [name, values[i]![row]])),
  ) as Row[];
}

function requireDistinctRows(table: Table, identity: readonly (readonly Cell[])[]): void {
  const seen = new Map<string, number>();
  for (let row = 0; row < table.rows; row++) {
    const key = JSON.stringify(identity.map((cells) => cells[row]));
    const first = seen.get(key);
    if (first !== undefined) {
      throw new UserError(
        `${table.file}: ${table.where(row)} says the same thing as ${table.where(first)}; keep one`,
      );
    }
    seen.set(key, row);
  }
}
