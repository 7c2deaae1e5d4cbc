import type { CheckpointRow, MeasurementRow } from '../correlation/index.ts';
import type { EngineDescription } from '../engine/description.ts';
import type { Results } from '../jobs/index.ts';
import type { Region } from '../sharpness/types.ts';
import { type GroupSummary, meanAndError, mergeSummaries, type ValueSummary } from './groupSummary.ts';
import type { MeasuredRuns } from './manifest.ts';
import { type Candidate, evaluationKey, type GroupSize, groupKeys, keysOf } from './measurePieces.ts';
import { type MeasurePlan, regionsOf } from './measurePlan.ts';
import type { EvaluateResult } from './workerTasks.ts';

/** Are all pieces of a checkpoint there? */
export function isComplete(candidate: Candidate, plan: MeasurePlan, results: Results): boolean {
  return keysOf(candidate, plan).every((key) => results.has(key));
}

/**
 * A checkpoint's row of checkpoints.csv. The gap of the error has twelve decimals, more than its examples tell: so equal
 * gaps are equal numbers, and tie, where the difference of two rounded shares would not be.
 */
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
    gap_error: Math.round((train.accuracy - test.accuracy) * 1e12) / 1e12,
    test_loss_standard_error: test.lossStandardError,
  };
}

/** What the workers computed with: one engine, since the journal serves no other. */
export function engineDescription(candidate: Candidate, results: Results): EngineDescription {
  return (results.get(evaluationKey(candidate)) as EvaluateResult).engine;
}

/** How many values float32's noise would have decided in some group, and in how many it still may. */
export function refinedValues(rows: Iterable<MeasurementRow>): MeasuredRuns['refined'] {
  let [values, belowNoise, all] = [0, 0, 0];
  for (const { refined_groups, below_noise } of rows) {
    all += 1;
    if (refined_groups > 0) values += 1;
    if (below_noise) belowNoise += 1;
  }
  return { values, belowNoise, all };
}

/** The columns that say how all values of a plan were measured. */
type PlanColumns = Pick<
  MeasurementRow,
  | 'ascent'
  | 'loss'
  | 'bn_mode'
  | 'perturb'
  | 'augmentation'
  | 'sampling'
  | 'seed'
  | 'precision'
  | 'steps'
  | 'restarts'
  | 'step_size'
  | 'momentum'
  | 'draws'
  | 'sigma'
>;

function planColumns({ sharpness, augmentation, sampling, seed }: MeasurePlan): PlanColumns {
  const { ascent, loss, batchNorm, perturb, precision } = sharpness;
  return {
    ascent: ascent.kind,
    loss,
    bn_mode: batchNorm,
    perturb: perturb.join(' '),
    augmentation,
    sampling,
    seed,
    precision,
    steps: 'steps' in ascent ? ascent.steps : null,
    restarts: 'restarts' in ascent ? ascent.restarts : null,
    step_size: 'stepSize' in ascent ? ascent.stepSize : null,
    momentum: 'momentum' in ascent ? ascent.momentum : null,
    draws: 'draws' in ascent ? ascent.draws : null,
    sigma: ascent.kind === 'average-gaussian' ? ascent.sigma : null,
  };
}

/** The columns that say how good an iterative ascent's value is. */
type CertificateColumns = Pick<
  MeasurementRow,
  'one_step' | 'restart_spread' | 'maximizer_norm' | 'boundary_share' | 'still_improving'
>;

function certificateColumns({ certificate }: ValueSummary, groups: number): CertificateColumns {
  const meanOf = (sum: number | null | undefined): number | null =>
    sum === null || sum === undefined ? null : sum / groups;
  return {
    one_step: meanOf(certificate?.oneStep),
    restart_spread: meanOf(certificate?.restartSpread),
    maximizer_norm: meanOf(certificate?.maximizerNorm),
    boundary_share: meanOf(certificate?.boundaryShare),
    still_improving: meanOf(certificate?.stillImproving),
  };
}

/** What the groups of one size came to, range by range. */
export function summariesOf(
  candidate: Candidate,
  size: GroupSize,
  plan: MeasurePlan,
  results: Results,
): GroupSummary[] {
  return groupKeys(candidate, size, plan).map((key) => results.get(key) as GroupSummary);
}

/** What one value is of. */
interface Measured {
  readonly checkpoint: string;
  readonly plan: MeasurePlan;
  readonly region: Region;
  readonly rho: number;
  readonly m: number;
  readonly groups: number;
}

/** What tables call the sharpness of a normalization. */
export function measureName(normalization: Region['normalization']): string {
  return normalization === 'none' ? 'sharpness' : 'adaptive_sharpness';
}

/** A row of measurements.csv. */
export function measurementRow(measured: Measured, summary: ValueSummary): MeasurementRow {
  const { checkpoint, plan, region, rho, m, groups } = measured;
  const { p, normalization, bias, eta, layer } = region;
  const { value, standardError } = meanAndError(summary.value, groups);
  const ofPlan = planColumns(plan);
  return {
    checkpoint,
    measure: measureName(normalization),
    p,
    normalization,
    rho,
    m,
    samples: groups * m,
    value,
    standard_error: standardError,
    first_order: summary.firstOrder === null ? null : summary.firstOrder / groups,
    bias,
    eta,
    layer,
    ...ofPlan,
    refined_groups: ofPlan.precision === 'float64' ? 0 : summary.refined,
    below_noise: summary.noisy > 0,
    ...certificateColumns(summary, groups),
  };
}

/** A checkpoint's rows of measurements.csv: a row a region, radius and size of groups. */
export function measurementRows(candidate: Candidate, plan: MeasurePlan, results: Results): MeasurementRow[] {
  const { checkpoint, spec } = candidate.run;
  const regions = regionsOf(plan, spec);
  return candidate.sizes.flatMap((size) => {
    const { values, groups } = summariesOf(candidate, size, plan, results).reduce(mergeSummaries);
    return regions.flatMap((region, i) =>
      region.radii.map((rho, j) =>
        measurementRow({ checkpoint, plan, region, rho, m: size.m, groups }, values[i]![j]!),
      ),
    );
  });
}
