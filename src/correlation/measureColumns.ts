import { UserError } from '../userError.ts';
import { identityCells, type MeasureIdentity, measureIdentity } from './measureIdentity.ts';
import { numberTuples } from './numberTuples.ts';
import type { CheckpointRow, MeasurementRow } from './types.ts';

/** One measure at one radius: its values, in the order of their rows. */
export interface MeasureColumn {
  readonly identity: MeasureIdentity;
  /** Of which checkpoint each value is: a row among the checkpoints. */
  readonly rows: readonly number[];
  readonly values: readonly number[];
}

/**
 * Sorts measurements by what was measured, the measures in first-seen order. Of a row it keeps two numbers.
 *
 * @throws UserError where a measurement belongs to no checkpoint or stands twice
 */
export function measureColumns(
  measurements: Iterable<MeasurementRow>,
  checkpoints: readonly Pick<CheckpointRow, 'checkpoint'>[],
): readonly MeasureColumn[] {
  const rowOf = new Map(checkpoints.map(({ checkpoint }, row) => [checkpoint, row]));
  const numberOf = numberTuples();
  const columns: {
    readonly identity: MeasureIdentity;
    readonly rows: number[];
    readonly values: number[];
  }[] = [];
  for (const measurement of measurements) {
    const row = rowOf.get(measurement.checkpoint);
    if (row === undefined) {
      const name = JSON.stringify(measurement.checkpoint);
      throw new UserError(`checkpoint ${name} has measurements but no row among the checkpoints`);
    }
    const number = numberOf(identityCells(measurement));
    const column = columns[number] ?? { identity: measureIdentity(measurement), rows: [], values: [] };
    columns[number] = column;
    column.rows.push(row);
    column.values.push(measurement.value);
  }
  requireOneEach(columns, checkpoints);
  return columns;
}

function requireOneEach(
  columns: readonly MeasureColumn[],
  checkpoints: readonly Pick<CheckpointRow, 'checkpoint'>[],
): void {
  // the last column that has a value of each checkpoint
  const lastOf = new Map<number, MeasureColumn>();
  for (const column of columns) {
    const twice = column.rows.find((row) => {
      const isSecond = lastOf.get(row) === column;
      lastOf.set(row, column);
      return isSecond;
    });
    if (twice === undefined) continue;
    const name = JSON.stringify(checkpoints[twice]!.checkpoint);
    const { measure, rho } = column.identity;
    throw new UserError(`checkpoint ${name} has two values of ${measure} at rho ${rho}: keep one`);
  }
}
