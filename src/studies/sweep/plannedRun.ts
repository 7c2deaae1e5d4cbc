import { recipeDataset } from '../recipe/index.ts';
import { runAt, settingsAt } from './grid.ts';
import type { SweepPlan } from './sweepRequest.ts';
import type { PlannedRun } from './types.ts';

/** A run of a plan, whatever its dataset. */
export function plannedRun(
  { study, inputs }: Pick<SweepPlan, 'study' | 'inputs'>,
  index: number,
): PlannedRun {
  if (Object.keys(inputs).length === 0) return runAt(study, index);
  return runAt(study, index, inputs[recipeDataset(settingsAt(study, index)).name]);
}
