/** Tables and figures of an output folder: CSV, Parquet, HTML, SVG, PNG. */
export { answer } from './answer.ts';
export {
  type AuditKind,
  type AuditRow,
  type AuditVerdict,
  INVARIANCE_TOLERANCE,
  kindLabels,
  variantLabel,
} from './audit/index.ts';
export {
  type NeededSamples,
  type SampleNeeds,
  sampleNeeds,
  sampleNeedsText,
} from './convergence/sampleNeeds.ts';
export type { MeasureLabel } from './measureLabel.ts';
export { rankFigure } from './rankFigure.ts';
export { type RankTable, type RankTableRow, rankTable } from './rankTable.ts';
export { rankTableText } from './rankTableText.ts';
export { renderPng, renderSvg } from './render.ts';
export { type ReportContent, writeReport } from './report.ts';
export { reviewText } from './reviewText.ts';
export { type ScatterOptions, scatter } from './scatter.ts';
export {
  type ComparisonRow,
  type CurvedRow,
  comparisonRows,
  type OutputTables,
  packMeasurements,
  type Rows,
  readOutputTables,
  readTable,
  removeTable,
  type UserTable,
  writeTables,
} from './table/index.ts';
