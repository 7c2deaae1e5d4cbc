import { join } from 'node:path';
import type { Cell } from '../../correlation/index.ts';
import { makeFolder } from '../../makeFolder.ts';
import { replaceFile } from '../../replaceFile.ts';
import { formatCsv } from '../table/csv.ts';
import { formatParquet } from '../table/parquet.ts';
import { writeFigure } from '../writeFigure.ts';
import { auditFigure } from './auditFigure.ts';
import type { AuditRow } from './auditRows.ts';

/** The columns of audit.csv. */
const columns: readonly (keyof AuditRow)[] = [
  ...(['kind', 'measure', 'p', 'normalization', 'bias', 'eta', 'rho', 'before', 'after', 'ratio'] as const),
  ...(['ascent', 'm', 'samples', 'precision', 'below_noise'] as const),
];

/** Writes `audit.csv` and `.parquet`, and the figure `audit.svg`, `.png` and `.vl.json`. */
export async function writeAudit(folder: string, rows: readonly AuditRow[]): Promise<void> {
  // Parquet columns have one type, and `inf` is a text: p is text throughout
  const cells = columns.map((name) => rows.map((row): Cell => (name === 'p' ? `${row.p}` : row[name])));
  makeFolder(folder);
  replaceFile(join(folder, 'audit.csv'), formatCsv(columns, cells));
  replaceFile(join(folder, 'audit.parquet'), formatParquet(columns, cells, new Set()));
  await writeFigure(folder, 'audit', auditFigure(rows));
}
