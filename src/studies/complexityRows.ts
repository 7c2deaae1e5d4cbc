import type { ComplexityValue, FamilyValues } from '../complexity/weights/values.ts';
import type { MeasurementRow } from '../correlation/index.ts';
import type { Results } from '../jobs/index.ts';
import { type Candidate, complexityKey } from './measurePieces.ts';
import type { MeasurePlan } from './measurePlan.ts';

/** A checkpoint's rows of measurements.csv for measures that are no sharpness, in the order of the plan. */
export function complexityRows(candidate: Candidate, plan: MeasurePlan, results: Results): MeasurementRow[] {
  const { checkpoint } = candidate.run;
  return (plan.complexity ?? []).flatMap((family) => {
    const found = results.get(complexityKey(candidate, family)) as FamilyValues;
    return found.values.map((value) => complexityRow(value, found, { checkpoint, plan }));
  });
}

function complexityRow(
  { measure, value, standardError, region }: ComplexityValue,
  { samples, precision }: FamilyValues,
  { checkpoint, plan }: { readonly checkpoint: string; readonly plan: MeasurePlan },
): MeasurementRow {
  return {
    checkpoint,
    measure,
    p: region ? 2 : null,
    normalization: region?.normalization ?? null,
    rho: region?.rho ?? null,
    ascent: region ? 'one-step' : null,
    m: null,
    samples,
    value,
    standard_error: standardError ?? null,
    first_order: null,
    bias: region?.bias ?? null,
    eta: region?.eta ?? null,
    loss: null,
    bn_mode: null,
    layer: null,
    perturb: null,
    augmentation: null,
    sampling: plan.sampling,
    seed: plan.seed,
    precision,
    refined_groups: 0,
    below_noise: false,
    steps: null,
    restarts: null,
    step_size: null,
    momentum: null,
    draws: null,
    sigma: null,
    one_step: null,
    restart_spread: null,
    maximizer_norm: null,
    boundary_share: null,
    still_improving: null,
  };
}
