import type { CheckpointRow, CorrelationRow, MeasurementRow, RobustnessRow } from '../correlation/index.ts';

/** What figures are drawn of: the tables of an output folder, as `readOutputTables` gives them. */
export interface ReportTable {
  readonly checkpoints: readonly CheckpointRow[];
  readonly measurements: Iterable<MeasurementRow>;
  readonly correlations: readonly CorrelationRow[];
  readonly robustness?: readonly RobustnessRow[] | undefined;
}

/** How the panels of a figure are laid out. */
export interface PanelOptions {
  /** Panels in a row; default 2. */
  readonly columns?: number | undefined;
}
