import { type CorrelationRow, correlate, type MeasurementRow } from '../../src/correlation/index.ts';
import { syntheticRows } from './rows.ts';

const [first] = syntheticRows().measurements;

/** A measurement that differs from any other in what is given. */
export function measurement(more: Partial<MeasurementRow>): MeasurementRow {
  return { ...first!, ...more };
}

/** The correlations of measurements with gaps: a model a gap, all of one setting. */
export function correlationsWith(
  gaps: Readonly<Record<string, number>>,
  measurements: readonly MeasurementRow[],
): readonly CorrelationRow[] {
  const [checkpoint] = syntheticRows().checkpoints;
  const checkpoints = Object.entries(gaps).map(([name, gap_loss]) => ({
    ...checkpoint!,
    checkpoint: name,
    hyperparameters: {},
    gap_loss,
  }));
  return correlate({ checkpoints, measurements, gap: 'loss', minTrainAccuracy: 0 }).rows;
}
