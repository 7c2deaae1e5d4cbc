/**
 * Tables and figures of an output folder: CSV, Parquet, HTML, SVG, PNG. The figures are plain Vega-Lite specifications of
 * what `readOutputTables` reads, which a notebook can show as they are; `render` draws them.
 */
export { answer, answerSentence } from './answer.ts';
export { attritionFigure } from './attritionFigure.ts';
export {
  type AuditKind,
  type AuditRow,
  type AuditVerdict,
  INVARIANCE_TOLERANCE,
  kindLabels,
  variantLabel,
} from './audit/index.ts';
export { type ConvergenceOptions, convergenceFigure } from './convergence/figure.ts';
export {
  type NeededSamples,
  type SampleNeeds,
  sampleNeeds,
  sampleNeedsText,
} from './convergence/sampleNeeds.ts';
export { gateFigure } from './gateFigure.ts';
export type { Interval } from './interval.ts';
export { intervalFigure } from './intervalFigure.ts';
export type {
  LandscapeCaption,
  LandscapeRows,
  LinePoint,
  MaximizerRow,
  PlanePoint,
} from './landscape/index.ts';
export { layerFigure } from './layerFigure.ts';
export type { MeasureLabel } from './measureLabel.ts';
export { radiusFigure } from './radiusFigure.ts';
export { rankFigure } from './rankFigure.ts';
export { type RankTable, type RankTableRow, rankTable } from './rankTable.ts';
export { rankTableText } from './rankTableText.ts';
export { type RenderedFigure, render, renderPng, renderSvg } from './render.ts';
export { type ReportContent, writeReport } from './report.ts';
export type { PanelOptions, ReportTable } from './reportTable.ts';
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
