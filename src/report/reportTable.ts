import type { CheckpointRow, CorrelationRow, MeasurementRow } from '../correlation/index.ts';

/** What figures are drawn of: the tables of an output folder, as `readOutputTables` gives them. */
export interface ReportTable {
  readonly checkpoints: readonly CheckpointRow[];
  readonly measurements: Iterable<MeasurementRow>;
  readonly correlations: readonly CorrelationRow[];
}

/** How the panels of a figure are laid out. */
export interface PanelOptions {
  /** Panels in a row; default 2. */
  readonly columns?: number | undefined;
}
