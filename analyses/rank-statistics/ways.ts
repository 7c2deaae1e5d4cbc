import {
  type CheckpointRow,
  type CorrelationRow,
  type MeasurementRow,
  measureKey,
  passesGate,
} from '../../src/index.ts';
import { HYPERPARAMETERS, type Hyperparameter, type PaperMeasure, TABLE_1 } from './paper.ts';
import type { MeasureOutput } from './readSweep.ts';

/** τ, the ψ_i and Ψ of one measure; null where undefined. */
export interface Coefficients {
  readonly tau: number | null;
  readonly psi: Readonly<Record<Hyperparameter, number | null>>;
  readonly Psi: number | null;
}

/** One of the paper's four measures at one radius, as it was measured here. */
export interface RankedMeasure {
  readonly rho: number | null;
  readonly coefficients: Coefficients;
  /** Models that entered. */
  readonly models: number;
  /** By the name of the checkpoint; without NaN. */
  readonly values: ReadonlyMap<string, number>;
}

/** One way to take the paper's table: its four measures, in its order; undefined: not measured so. */
export interface Way {
  readonly title: string;
  readonly measures: readonly (RankedMeasure | undefined)[];
}

/** At which radius a measure is taken: where its τ is largest, or where the paper's is. */
export type Radius = 'best' | 'paper';

/** The paper's four measures among the tables of an output folder. */
export function wayOf(title: string, { tables }: MeasureOutput, radius: Radius): Way {
  return {
    title,
    measures: TABLE_1.map((paper) => {
      const rows = rowsOf(tables.correlations, paper);
      const chosen = rows.find((row) => (radius === 'best' ? row.best_radius : row.rho === paper.rho));
      if (chosen === undefined) return undefined;
      const key = measureKey(chosen);
      return {
        rho: chosen.rho,
        coefficients: coefficientsOf(rows.filter((row) => measureKey(row) === key)),
        models: chosen.models,
        values: valuesOf(tables.measurements, key),
      };
    }),
  };
}

/** The coefficients of one of the paper's measures, of whole networks, at every radius. */
export function rowsOf(
  correlations: readonly CorrelationRow[],
  { measure, p }: Pick<PaperMeasure, 'measure' | 'p'>,
): readonly CorrelationRow[] {
  const normalization = measure === 'sharpness' ? 'none' : 'element';
  return correlations.filter(
    (row) =>
      row.measure === measure && row.p === p && row.normalization === normalization && row.layer === null,
  );
}

/** The models that pass the gate. */
export function entering(
  checkpoints: readonly CheckpointRow[],
  minTrainAccuracy: number,
): readonly CheckpointRow[] {
  return checkpoints.filter((row) => passesGate(row, minTrainAccuracy));
}

function coefficientsOf(rows: readonly CorrelationRow[]): Coefficients {
  const value = (statistic: CorrelationRow['statistic'], hyperparameter: string | null): number | null =>
    rows.find((row) => row.statistic === statistic && row.hyperparameter === hyperparameter)?.value ?? null;
  const [batchSize, learningRate, weightDecay, dropoutRate] = HYPERPARAMETERS.map((name) =>
    value('psi', name),
  );
  return {
    tau: value('tau', null),
    psi: {
      batchSize: batchSize ?? null,
      learningRate: learningRate ?? null,
      weightDecay: weightDecay ?? null,
      dropoutRate: dropoutRate ?? null,
    },
    Psi: value('Psi', null),
  };
}

function valuesOf(measurements: Iterable<MeasurementRow>, key: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const row of measurements) {
    if (measureKey(row) === key && !Number.isNaN(row.value)) values.set(row.checkpoint, row.value);
  }
  return values;
}
