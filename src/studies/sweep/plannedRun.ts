import { knownDatasets } from '../../data/datasets.ts';
import { type DatasetInfo, describeDataset } from '../../data/index.ts';
import { recipeDataset } from '../recipe/index.ts';
import { runAt, settingsAt } from './grid.ts';
import type { SweepPlan } from './sweepRequest.ts';
import type { PlannedRun, Study } from './types.ts';

/** A run of a plan, whatever its dataset. */
export function plannedRun(
  { study, inputs }: Pick<SweepPlan, 'study' | 'inputs'>,
  index: number,
): PlannedRun {
  if (Object.keys(inputs).length === 0) return runAt(study, index);
  return runAt(study, index, inputs[recipeDataset(settingsAt(study, index)).name]);
}

/**
 * What a plan has to know of the datasets of its study that are the user's own.
 *
 * @throws UserError when one of them cannot be read
 */
export async function inputsOf(
  { base, axes }: Study,
  dataDirectory: string,
): Promise<Readonly<Record<string, DatasetInfo>>> {
  const axis = axes.find(({ path }) => path === 'dataset.name');
  const names = (axis?.values ?? [recipeDataset(base).name]).map(String);
  const own = names.filter((name) => knownDatasets.get(name)?.classes == null);
  const inputs = own.map(async (name) => [name, await describeDataset({ dataDirectory, name })] as const);
  return Object.fromEntries(await Promise.all(inputs));
}
