import { modelSpec } from '../../models/spec/index.ts';
import { UserError } from '../../userError.ts';
import { regionsOf } from '../measurePlan.ts';
import { plannedRun } from './plannedRun.ts';
import { sampledRuns } from './sampledRuns.ts';
import type { SweepMeasure, SweepPlan } from './sweepRequest.ts';
import type { PlannedRun, Study } from './types.ts';

/**
 * Sees that the parameters which the measures of a study perturb are there in every network.
 *
 * @throws UserError that names the option, with its place in the study, and a run
 */
export function checkPerturbed(plan: Pick<SweepPlan, 'study' | 'measures' | 'inputs'>): void {
  const choosing = plan.measures.filter((measure) => measure.plan.sharpness.perturb.join() !== '*');
  if (choosing.length === 0) return;
  const runs = sampledRuns(plan.study).map((index) => plannedRun(plan, index));
  const networks = new Map(runs.map((run) => [JSON.stringify(run.recipe.model), run]));
  for (const run of networks.values()) {
    for (const measure of choosing) checkNetwork(plan.study, measure, run);
  }
}

function checkNetwork(study: Study, { name, plan }: SweepMeasure, run: PlannedRun): void {
  try {
    regionsOf(plan, modelSpec(run.recipe.model));
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const options = study.measures.find((measure) => measure.name === name)?.options;
    const label = options?.get('perturb')?.label ?? `measures.${name}`;
    throw new UserError(`${label}: ${error.message} (run ${run.name})`);
  }
}
