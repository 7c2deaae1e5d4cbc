import { bestRadius } from './bestRadius.ts';
import { type Coefficient, coefficientsOf } from './coefficients.ts';
import { type EmptyPsi, emptyPsis } from './emptyPsis.ts';
import { enteringIn, type Grouping } from './entering.ts';
import { defaultMinTrainAccuracy, passesGate } from './gate.ts';
import { groupBy } from './groupBy.ts';
import { commonHyperparameters, requireHyperparameters } from './hyperparameters.ts';
import { measureColumns } from './measureColumns.ts';
import { type MeasureIdentity, regionKey } from './measureIdentity.ts';
import { populationOf } from './population.ts';
import type { CheckpointRow, CorrelationRow, MeasurementRow } from './types.ts';
import { defaultResamples } from './uncertainty/defaultResamples.ts';
import { uncertaintiesBy } from './uncertainty/uncertainty.ts';

export interface CorrelateOptions extends Grouping {
  readonly checkpoints: readonly CheckpointRow[];
  /** Gone through once, and not kept: there may be millions. */
  readonly measurements: Iterable<MeasurementRow>;
  /** Which generalization gap: of the loss (test − training) or of the error. */
  readonly gap: 'loss' | 'error';
  /** Only models with a training accuracy strictly above it enter; 0 lets all in. Default 0.99. */
  readonly minTrainAccuracy?: number | undefined;
  /** Default: every one that all entering models have and that takes more than one value over them. */
  readonly hyperparameters?: readonly string[] | undefined;
  /** How many resamples the intervals and p-values come from; 0: there are none. Default: `defaultResamples`. */
  readonly resamples?: number | undefined;
  /** Of the resamples. Default 0. */
  readonly seed?: number | undefined;
}

/** A measure for which some of the entering models have no value: NaN, or none at all. */
export interface DroppedModels extends MeasureIdentity {
  readonly dropped: number;
}

export interface Correlations {
  readonly rows: readonly CorrelationRow[];
  /** Models that the gate let in. */
  readonly models: number;
  /** Models that the gate left out. */
  readonly leftOut: number;
  readonly dropped: readonly DroppedModels[];
  readonly emptyPsis: readonly EmptyPsi[];
  /** How many resamples the intervals and p-values come from; 0: there are none. */
  readonly resamples: number;
}

/**
 * Kendall's τ and τ-b, the granulated ψ_i and their average Ψ of every measure at every radius against the
 * generalization gap (the paper's Appendix B). A model whose value is NaN is dropped from that measure;
 * infinite values rank above all finite ones. `best_radius` marks the radius with the largest τ. Intervals and
 * p-values are each coefficient's own: docs/theory.md says of what, and what they leave out.
 * @throws UserError where a measurement belongs to no checkpoint or stands twice, a hyperparameter that
 *   was asked for is missing from a model that enters, or bins is no whole number from 2.
 */
export function correlate(options: CorrelateOptions): Correlations {
  const { checkpoints, measurements, gap, seeds = 'repeats', bins } = options;
  const gate = options.minTrainAccuracy ?? defaultMinTrainAccuracy;
  const entering = checkpoints.filter((row) => passesGate(row, gate));
  const hyperparameters = options.hyperparameters ?? commonHyperparameters(entering);
  requireHyperparameters(entering, hyperparameters);
  const models = entering.map((row) => ({ hyperparameters: row.hyperparameters, gap: row[`gap_${gap}`] }));
  const population = populationOf(models, hyperparameters, bins);
  const enter = enteringIn(population, models, seeds);
  const placeOf = new Map(entering.map(({ checkpoint }, place) => [checkpoint, place]));

  const ofMeasures = measureColumns(measurements, checkpoints);
  const resamples = options.resamples ?? defaultResamples(entering.length, ofMeasures.length);
  const uncertaintiesOf = uncertaintiesBy({ resamples, seed: options.seed ?? 0 });
  const columns = ofMeasures.map(({ identity, rows, values }) => {
    const measures = new Float64Array(entering.length).fill(Number.NaN);
    rows.forEach((row, k) => {
      const place = placeOf.get(checkpoints[row]!.checkpoint);
      if (place !== undefined) measures[place] = values[k]!;
    });
    const own = enter(measures);
    const found = coefficientsOf(own, uncertaintiesOf);
    return { identity, found, dropped: entering.length - own.models };
  });

  const best = new Set(
    [...groupBy(columns, ({ identity }) => regionKey(identity)).values()].map(
      (group) =>
        bestRadius(group.map((column) => ({ column, rho: column.identity.rho, tau: tauOf(column.found) })))
          ?.column,
    ),
  );
  return {
    rows: columns.flatMap((column) =>
      column.found.map((coefficient) => ({
        ...column.identity,
        ...coefficient,
        gap,
        gate,
        best_radius: best.has(column),
        seeds,
        bins: bins ?? null,
      })),
    ),
    models: entering.length,
    leftOut: checkpoints.length - entering.length,
    dropped: columns.flatMap(({ identity, dropped }) => (dropped === 0 ? [] : [{ ...identity, dropped }])),
    // of a measure that every model has
    emptyPsis: emptyPsis(population, enter(population.gaps).ranked),
    resamples,
  };
}

function tauOf(found: readonly Coefficient[]): number | null {
  return found.find(({ statistic }) => statistic === 'tau')?.value ?? null;
}
