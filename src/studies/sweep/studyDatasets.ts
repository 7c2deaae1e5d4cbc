import { knownDatasets } from '../../data/datasets.ts';
import { type DatasetInfo, describeDataset, readDataset } from '../../data/index.ts';
import { UserError } from '../../userError.ts';
import { recipeDataset, type Setting } from '../recipe/index.ts';
import type { Study } from './types.ts';

/** How many examples a dataset holds. */
export interface ExampleCounts {
  readonly train: number;
  readonly test: number;
}

/** The values that runs give a key: those of its axis, or the one of the base; none where no run says it. */
export function settingsFor({ base, axes }: Study, path: string): readonly Setting[] {
  const axis = axes.find((one) => one.path === path);
  if (axis) return axis.values.map((value, k) => ({ value, label: axis.labels[k]! }));
  const said = base.get(path);
  return said ? [said] : [];
}

/**
 * What a plan has to know of the datasets of its study that are the user's own.
 *
 * @throws UserError with the place in the study, when one of them cannot be read
 */
export async function inputsOf(
  study: Study,
  dataDirectory: string,
): Promise<Readonly<Record<string, DatasetInfo>>> {
  const inputs: Record<string, DatasetInfo> = {};
  for (const { name, label } of datasetsOf(study)) {
    if (knownDatasets.get(name)?.classes != null) continue;
    inputs[name] = await atItsPlace(label, () => describeDataset({ dataDirectory, name }));
  }
  return inputs;
}

/**
 * What the datasets of a study hold, by name.
 *
 * @throws UserError with the place in the study, when one of them cannot be read
 */
export async function exampleCounts(
  study: Study,
  dataDirectory: string,
): Promise<ReadonlyMap<string, ExampleCounts>> {
  const counts = new Map<string, ExampleCounts>();
  for (const { name, label } of datasetsOf(study)) {
    const { train, test } = await atItsPlace(label, () => readDataset({ dataDirectory, name }));
    counts.set(name, { train: train.count, test: test.count });
  }
  return counts;
}

/** Every dataset of a study with the place that names it. */
function datasetsOf(study: Study): readonly { readonly name: string; readonly label: string }[] {
  const said = settingsFor(study, 'dataset.name');
  if (said.length === 0) return [{ name: recipeDataset(study.base).name, label: 'dataset.name' }];
  return said.map(({ value, label }) => ({ name: String(value), label }));
}

async function atItsPlace<Read>(label: string, read: () => Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${label}: ${error.message}`) : error;
  }
}
