import { randomUUID } from 'node:crypto';
import { lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type {
  Cell,
  CheckpointRow,
  CorrelationRow,
  HyperparameterValue,
  MeasurementRow,
  RobustnessRow,
} from '../../correlation/index.ts';
import { identityColumns } from '../../correlation/measureIdentity.ts';
import { makeFolder } from '../../makeFolder.ts';
import { UserError } from '../../userError.ts';
import { whileWriting } from '../../whileWriting.ts';
import type { CurvedRow } from './bestCurve.ts';
import {
  comparisonColumns,
  correlationColumns,
  measurementColumns,
  performanceColumns,
  robustnessColumns,
} from './columns.ts';
import type { ComparisonRow } from './comparisonRows.ts';
import { readColumn } from './convert.ts';
import { startDistinct } from './distinctRows.ts';
import { packRows, type Rows } from './packedRows.ts';
import { type RowKind, readRows } from './readRows.ts';
import { loadTable } from './readTable.ts';
import { inferTypes, type Table } from './table.ts';
import { startCsvFile, startParquetFile, type TableFile } from './tableFile.ts';
import { checkpointTable, measurementTable, type WrittenTable, writtenTable } from './writtenTable.ts';

/** The tables of an output folder. */
export interface OutputTables {
  readonly checkpoints: readonly CheckpointRow[];
  readonly measurements: Rows<CurvedRow>;
  readonly correlations: readonly CorrelationRow[];
  /** Each measurement as fewer samples give it, down to a few groups; the last of a measure is the measurement. */
  readonly convergence?: Rows<MeasurementRow> | undefined;
  /** What else a reviewer would ask for: other coefficients, other gates, radii chosen elsewhere. */
  readonly robustness?: readonly RobustnessRow[] | undefined;
  /** Every two measures on the same models. */
  readonly comparisons?: readonly ComparisonRow[] | undefined;
}

type TableName = keyof OutputTables;

/** Rows that the tables hold, and what tells each from the others. */
const measurementKind: RowKind<CurvedRow> = {
  columns: measurementColumns,
  identity: ['checkpoint', ...identityColumns],
  curve: 'curve',
};
const correlationKind: RowKind<CorrelationRow> = {
  columns: correlationColumns,
  identity: ['statistic', ...identityColumns, 'hyperparameter', 'gap'],
};
const robustnessKind: RowKind<RobustnessRow> = {
  columns: robustnessColumns,
  identity: [
    'statistic',
    ...identityColumns,
    ...(['of', 'against', 'given', 'min_train_accuracy', 'max_train_loss'] as const),
  ],
};
const comparisonKind: RowKind<ComparisonRow> = {
  columns: comparisonColumns,
  identity: ['statistic', 'first', 'second', 'hyperparameter'],
};
const convergenceKind: RowKind<MeasurementRow> = {
  columns: measurementColumns,
  identity: ['checkpoint', ...identityColumns, 'samples'],
};

/** Keeps measurements small, as those that are read: what a function takes of them it takes row by row. */
export function packMeasurements(rows: Iterable<CurvedRow>): Rows<CurvedRow> {
  return packRows(rows, [...measurementColumns.map(({ name }) => name), 'curve']);
}

/**
 * Writes the tables that are given, each as CSV and as Parquet (docs/formats.md). All are written aside
 * first, then moved into place: a reader never sees half a table.
 * @throws UserError where a hyperparameter has the name of another column; WriteError where they cannot be written.
 */
export async function writeTables(folder: string, tables: Partial<OutputTables>): Promise<void> {
  const { checkpoints, measurements, correlations, convergence, robustness, comparisons } = tables;
  const written: readonly (readonly [name: TableName, table: WrittenTable])[] = [
    ...(checkpoints ? [['checkpoints', checkpointTable(checkpoints)] as const] : []),
    ...(measurements ? [['measurements', measurementTable(measurements)] as const] : []),
    ...(correlations ? [['correlations', writtenTable(correlations, correlationColumns)] as const] : []),
    ...(convergence ? [['convergence', writtenTable(convergence, measurementColumns)] as const] : []),
    ...(robustness ? [['robustness', writtenTable(robustness, robustnessColumns)] as const] : []),
    ...(comparisons ? [['comparisons', writtenTable(comparisons, comparisonColumns)] as const] : []),
  ];
  const files = written.flatMap(([name]) => [`${name}.csv`, `${name}.parquet`]);
  makeFolder(folder);
  const suffix = `.${randomUUID()}.part`;
  try {
    for (const [name, table] of written) {
      const path = join(folder, name);
      whileWriting(`${path}.csv`, () => writeTable(path, suffix, table));
    }
    for (const name of files) await rename(join(folder, name + suffix), join(folder, name));
  } finally {
    for (const name of files) await rm(join(folder, name + suffix), { force: true });
  }
}

/** Writes both files of a table, row by row. */
function writeTable(path: string, suffix: string, { columns, rows }: WrittenTable): void {
  const files: TableFile[] = [];
  try {
    files.push(startCsvFile(`${path}.csv${suffix}`, columns));
    files.push(startParquetFile(`${path}.parquet${suffix}`, columns));
    for (const cells of rows) for (const file of files) file.write(cells);
    for (const file of files) file.finish();
  } finally {
    for (const file of files) file.close();
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
  const paths = {
    checkpoints: await pathOf(folder, 'checkpoints'),
    measurements: await pathOf(folder, 'measurements'),
    correlations: await pathOf(folder, 'correlations'),
    convergence: await pathOf(folder, 'convergence'),
    robustness: await pathOf(folder, 'robustness'),
    comparisons: await pathOf(folder, 'comparisons'),
  };
  if (paths.checkpoints === undefined || paths.measurements === undefined) {
    const missing = paths.checkpoints === undefined ? 'checkpoints.csv' : 'measurements.csv';
    throw new UserError(`${folder}: not an output folder: it has no ${missing}; "measure run" writes one`);
  }
  return {
    checkpoints: readCheckpoints(await loadTable(paths.checkpoints)),
    measurements: await readRows(paths.measurements, measurementKind),
    correlations:
      paths.correlations === undefined ? [] : [...(await readRows(paths.correlations, correlationKind))],
    ...(paths.convergence && { convergence: await readRows(paths.convergence, convergenceKind) }),
    ...(paths.robustness && { robustness: [...(await readRows(paths.robustness, robustnessKind))] }),
    ...(paths.comparisons && { comparisons: [...(await readRows(paths.comparisons, comparisonKind))] }),
  };
}

/** The file of a table; undefined where there is none. Links are not followed. */
async function pathOf(folder: string, name: TableName): Promise<string | undefined> {
  for (const extension of ['csv', 'parquet']) {
    const path = join(folder, `${name}.${extension}`);
    const status = await lstat(path).catch(() => undefined);
    if (status === undefined) continue;
    if (!status.isFile())
      throw new UserError(`${path}: not a file; a table of an output folder is a file in it`);
    return path;
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
  requireDistinct(table, checkpoints);
  return checkpoints.map((checkpoint, row) => {
    const own = hyperparameters.flatMap(({ name, cells }): [string, HyperparameterValue][] =>
      cells[row] === null ? [] : [[name, cells[row]!]],
    );
    const numbers = performanceColumns.map(({ name }, i) => [name, performance[i]![row]]);
    return { checkpoint, hyperparameters: Object.fromEntries(own), ...Object.fromEntries(numbers) };
  });
}

function requireDistinct({ file, where }: Table, checkpoints: readonly Cell[]): void {
  const distinct = startDistinct();
  checkpoints.forEach((checkpoint, row) => {
    distinct.add(checkpoint, [], row);
  });
  const repeat = distinct.firstRepeat();
  if (repeat === undefined) return;
  throw new UserError(
    `${file}: ${where(repeat.row)} says the same thing as ${where(repeat.earlier)}; keep one`,
  );
}
