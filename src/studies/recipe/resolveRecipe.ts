import type { DatasetInfo } from '../../data/index.ts';
import type { TrainDataset } from '../trainRequest.ts';
import { checkValues } from './checkValues.ts';
import { refuseContradictions } from './contradictions.ts';
import { completeTraining, datasetDefaults, defaultSeed } from './defaults.ts';
import type { Recipe } from './recipe.ts';
import { resolveModel } from './resolveModel.ts';
import type { Settings } from './settings.ts';

/**
 * The recipe that settings come to: every value checked, by itself and with the others, and what is not said filled in.
 *
 * @param input the images and classes of the dataset; when absent, those that its name alone tells
 * @throws UserError with one line: the setting, what is wrong with it, and what would be right
 */
export function resolveRecipe(settings: Settings, input?: DatasetInfo): Recipe {
  const given = checkValues(settings);
  const training = completeTraining(given.training);
  refuseContradictions(settings, training);
  const dataset = { ...datasetDefaults, ...given.dataset };
  const model = resolveModel(settings, given.model, { name: dataset.name, input });
  return { model, dataset, training, seed: given.seed ?? defaultSeed };
}

/** The dataset of a recipe, before its images are known. */
export function recipeDataset(settings: Settings): TrainDataset {
  return { ...datasetDefaults, ...checkValues(settings).dataset };
}
