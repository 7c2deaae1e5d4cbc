import { knownDatasets } from '../../data/datasets.ts';
import { UserError } from '../../userError.ts';
import { recipeDataset, resolveRecipe, type Settings, setting } from '../recipe/index.ts';
import { nameAt, runCount, settingsAt } from './grid.ts';
import { spreadNumbers } from './sampledRuns.ts';
import type { Study } from './types.ts';

/** As many take about a second. */
const mostChecked = 5000;

/**
 * Looks for values that do not go together: in all configurations, or, where they are too many, with every value of
 * every axis and in some thousands spread over the grid, in which each pair of values is all but certain to meet.
 *
 * @throws UserError that names a value and the run
 */
export function checkRuns(study: Study): void {
  for (const configuration of checked(study)) checkRun(study, configuration * study.seeds.length);
}

function* checked({ axes }: Study): Generator<number> {
  const count = runCount({ axes, seeds: [0] });
  if (count <= mostChecked) {
    for (let configuration = 0; configuration < count; configuration++) yield configuration;
    return;
  }
  let stride = count;
  for (const { values } of axes) {
    stride /= values.length;
    for (let position = 0; position < values.length; position++) yield position * stride;
  }
  yield* spreadNumbers(count, mostChecked);
}

function checkRun(study: Study, index: number): void {
  try {
    resolveRecipe(withImages(settingsAt(study, index)));
  } catch (error) {
    if (!(error instanceof UserError) || study.axes.length === 0) throw error;
    throw new UserError(`${error.message} (run ${nameAt(study, index)})`);
  }
}

/** Images that any network takes stand in for those of a dataset that is not known before its files are seen. */
function withImages(settings: Settings): Settings {
  const classes = knownDatasets.get(recipeDataset(settings).name)?.classes ?? null;
  if (classes !== null) return settings;
  const side = settings.get('model.architecture')?.value === 'vgg19-bn' ? 32 : 1024;
  return new Map([setting('model.inputShape', [side, side, 3]), setting('model.classes', 10), ...settings]);
}
