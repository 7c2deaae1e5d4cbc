import { InvalidArgumentError } from '@commander-js/extra-typings';
import { type DatasetInfo, describeDataset } from '../data/index.ts';
import {
  override,
  type Recipe,
  readSettings,
  recipeDataset,
  resolveRecipe,
  SettingError,
  type Settings,
  setting,
} from '../studies/recipe/index.ts';
import { UserError } from '../userError.ts';
import type { GivenFlag } from './recipeFlag.ts';

/** What to train, as the command line says it: a recipe's file, and options over it. */
export interface TrainSource {
  readonly recipe: string | undefined;
  readonly given: readonly GivenFlag[];
}

/**
 * The recipe that a file and options come to.
 *
 * @throws UserError for what the file says, InvalidArgumentError for what is wrong with options
 */
export async function recipeOf({ recipe, given }: TrainSource, dataDirectory: string): Promise<Recipe> {
  const flags: Settings = new Map(given.map(({ path, value, name }) => setting(path, value, name)));
  try {
    const settings = recipe === undefined ? flags : override(readSettings(recipe), flags);
    return resolveRecipe(settings, await missingInput(settings, dataDirectory));
  } catch (error) {
    if (error instanceof SettingError && error.label.startsWith('--')) {
      throw new InvalidArgumentError(error.message);
    }
    throw error;
  }
}

/** What a recipe that does not say the images and classes of its dataset takes from it. */
async function missingInput(settings: Settings, dataDirectory: string): Promise<DatasetInfo | undefined> {
  if (settings.has('model.inputShape') && settings.has('model.classes')) return undefined;
  const { name } = recipeDataset(settings);
  try {
    return await describeDataset({ dataDirectory, name });
  } catch (error) {
    const said = settings.get('dataset.name');
    if (!(error instanceof UserError) || said === undefined) throw error;
    throw new UserError(`${said.label}: ${error.message}`, { cause: error });
  }
}
