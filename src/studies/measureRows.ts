import type { CheckpointRow, MeasurementRow } from '../correlation/index.ts';
import type { EngineDescription } from '../engine/description.ts';
import { type GroupSummary, meanAndError, mergeSummaries } from './groupSummary.ts';
import type { MeasuredRuns } from './manifest.ts';
import { type Candidate, evaluationKey, groupKeys } from './measurePieces.ts';
import type { MeasurePlan } from './measurePlan.ts';
import type { EvaluateResult } from './workerTasks.ts';

/** Results by the keys of their pieces. */
type Results = ReadonlyMap<string, unknown>;

/** Are all pieces of a checkpoint there? */
export function isComplete(candidate: Candidate, results: Results): boolean {
  return [evaluationKey(candidate), ...groupKeys(candidate)].every((key) => results.has(key));
}

/** A checkpoint's row of checkpoints.csv. */
export function checkpointRow(candidate: Candidate, results: Results): CheckpointRow {
  const { train, test } = results.get(evaluationKey(candidate)) as EvaluateResult;
  return {
    checkpoint: candidate.run.checkpoint,
    hyperparameters: candidate.run.config.hyperparameters ?? {},
    train_loss: train.loss,
    test_loss: test.loss,
    train_accuracy: train.accuracy,
    test_accuracy: test.accuracy,
    gap_loss: test.loss - train.loss,
    gap_error: train.accuracy - test.accuracy,
  };
}

/** What the workers computed with: one engine, since the journal serves no other. */
export function engineOf(candidate: Candidate, results: Results): EngineDescription {
  return (results.get(evaluationKey(candidate)) as EvaluateResult).engine;
}

/** How many values float32's noise would have decided in some group, and in how many it still may. */
export function refinedValues(rows: readonly MeasurementRow[]): MeasuredRuns['refined'] {
  return {
    values: rows.filter(({ refined_groups }) => refined_groups > 0).length,
    belowNoise: rows.filter(({ below_noise }) => below_noise).length,
    all: rows.length,
  };
}

/** A checkpoint's rows of measurements.csv: a row a region and radius. */
export function measurementRows(candidate: Candidate, plan: MeasurePlan, results: Results): MeasurementRow[] {
  const { regions, radii, m, bias, eta, precision } = plan.sharpness;
  const summary = groupKeys(candidate)
    .map((key) => results.get(key) as GroupSummary)
    .reduce(mergeSummaries);
  return regions.flatMap(({ p, normalization }, region) =>
    radii.map((rho, radius): MeasurementRow => {
      const { value: moments, firstOrder, refined, noisy } = summary.values[region]![radius]!;
      const { value, standardError } = meanAndError(moments, summary.groups);
      return {
        checkpoint: candidate.run.checkpoint,
        measure: normalization === 'none' ? 'sharpness' : 'adaptive_sharpness',
        p,
        normalization,
        rho,
        ascent: 'one-step',
        m,
        samples: summary.groups * m,
        value,
        standard_error: standardError,
        first_order: firstOrder / summary.groups,
        bias,
        eta,
        precision,
        refined_groups: precision === 'float64' ? 0 : refined,
        below_noise: noisy > 0,
      };
    }),
  );
}
