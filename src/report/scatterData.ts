import {
  type CheckpointRow,
  type HyperparameterValue,
  type MeasurementRow,
  passesGate,
} from '../correlation/index.ts';
import { UserError } from '../userError.ts';
import { bestColumns } from './bestColumns.ts';
import { columnFinder } from './columnFinder.ts';
import { drawnModels } from './drawnModels.ts';

import { formatCoefficient, type MeasureLabel, measureLabels, radiusDetails } from './measureLabel.ts';
import type { ReportTable } from './reportTable.ts';

/** A model that is drawn. */
export interface ScatterModel {
  readonly checkpoint: string;
  readonly gap: number;
  /** In the order of the names. */
  readonly hyperparameters: readonly (HyperparameterValue | null)[];
  /** A value a measure; null where it is not finite, or was not measured. */
  readonly measures: readonly (number | null)[];
}

/** A measure at its best radius. */
export interface ScatterMeasure {
  readonly label: MeasureLabel;
  readonly rho: number | null;
  /** `ρ = 0.5`, `τ = 0.412`, `493 models`, and what is not shown. */
  readonly notes: readonly string[];
}

/** What is drawn, however it is laid out: models that passed the gate, each with its measures at their best radii. */
export interface ScatterData {
  /** `loss` or `error` */
  readonly gap: string;
  readonly hyperparameters: readonly string[];
  /** The place of the hyperparameter that colors the points; undefined: there is none. */
  readonly color: number | undefined;
  readonly measures: readonly ScatterMeasure[];
  readonly models: readonly ScatterModel[];
}

/** How many values of a measure there are, and what they are; null where they are not finite. */
interface Found {
  finite: number;
  hidden: number;
  readonly values: Map<string, number>;
}

/**
 * Of each model that passed the gate its values, in one pass through the measurements. What is not finite, and most of many
 * thousands of models, is left out of the drawing and counted.
 *
 * @throws UserError where no model has the hyperparameter that is to color the points
 */
export function scatterData(
  { checkpoints, measurements, correlations }: ReportTable,
  color?: string,
): ScatterData {
  requireColor(checkpoints, color);
  const gap = correlations[0]?.gap === 'error' ? 'error' : 'loss';
  const gate = correlations[0]?.gate ?? 0;
  const entering = checkpoints.filter((row) => passesGate(row, gate));
  const hyperparameters = [...new Set(entering.flatMap((row) => Object.keys(row.hyperparameters)))];
  const colored = hyperparameters.indexOf(color ?? firstVarying(entering, hyperparameters) ?? '');
  const drawn = drawnModels(entering.map(({ checkpoint }) => checkpoint));
  const gapOf = (row: CheckpointRow): number => (gap === 'error' ? row.gap_error : row.gap_loss);
  const columns = bestColumns(correlations);
  const identities = columns.map(({ identity }) => identity);
  const gaps = new Map(entering.map((row) => [row.checkpoint, gapOf(row)]));
  const found = valuesOf(measurements, {
    gaps,
    drawn,
    columnOf: columnFinder(identities),
    count: columns.length,
  });
  const labels = measureLabels(identities);
  return {
    gap,
    hyperparameters,
    color: colored < 0 ? undefined : colored,
    measures: columns.map(({ identity, tau }, i) => ({
      label: labels[i]!,
      rho: identity.rho,
      notes: [...radiusDetails(identity.rho), `τ = ${formatCoefficient(tau)}`, ...counts(found[i]!)],
    })),
    models: entering
      .filter((row) => drawn.has(row.checkpoint) && Number.isFinite(gapOf(row)))
      .map((row) => ({
        checkpoint: row.checkpoint,
        gap: gapOf(row),
        hyperparameters: hyperparameters.map((name) => ownValue(row, name)),
        measures: found.map(({ values }) => values.get(row.checkpoint) ?? null),
      })),
  };
}

interface Sought {
  /** Of the models that entered. */
  readonly gaps: ReadonlyMap<string, number>;
  readonly drawn: ReadonlySet<string>;
  readonly columnOf: (row: MeasurementRow) => number | undefined;
  readonly count: number;
}

function valuesOf(measurements: Iterable<MeasurementRow>, { gaps, drawn, columnOf, count }: Sought): Found[] {
  const found = Array.from({ length: count }, (): Found => ({ finite: 0, hidden: 0, values: new Map() }));
  for (const row of measurements) {
    const gap = gaps.get(row.checkpoint);
    const column = gap === undefined ? undefined : columnOf(row);
    if (column === undefined) continue;
    const ofMeasure = found[column]!;
    if (!Number.isFinite(row.value) || !Number.isFinite(gap)) {
      ofMeasure.hidden += 1;
      continue;
    }
    ofMeasure.finite += 1;
    if (drawn.has(row.checkpoint)) ofMeasure.values.set(row.checkpoint, row.value);
  }
  return found;
}

function counts({ finite, hidden, values }: Found): readonly string[] {
  return [
    `${finite} ${finite === 1 ? 'model' : 'models'}`,
    ...(values.size === finite ? [] : [`${values.size} of them drawn`]),
    ...(hidden === 0 ? [] : [`${hidden} not shown: not finite`]),
  ];
}

function ownValue({ hyperparameters: own }: CheckpointRow, name: string): HyperparameterValue | null {
  return Object.hasOwn(own, name) ? own[name]! : null;
}

function firstVarying(models: readonly CheckpointRow[], names: readonly string[]): string | undefined {
  return names.find((name) => new Set(models.map((row) => ownValue(row, name))).size > 1) ?? names[0];
}

function requireColor(checkpoints: readonly CheckpointRow[], color: string | undefined): void {
  if (color === undefined || checkpoints.some((row) => Object.hasOwn(row.hyperparameters, color))) return;
  const known = [...new Set(checkpoints.flatMap((row) => Object.keys(row.hyperparameters)))];
  throw new UserError(
    `no model has a hyperparameter ${JSON.stringify(color)} to color by; there are ${JSON.stringify(known)}`,
  );
}
