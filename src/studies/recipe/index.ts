export { override, setting } from './override.ts';
export type { Recipe } from './recipe.ts';
export { Contradiction, SettingError } from './recipeError.ts';
export { recipeText } from './recipeText.ts';
export { recipeDataset, resolveRecipe } from './resolveRecipe.ts';
export { parseSettings, readSettings, type Setting, type Settings } from './settings.ts';
export { trainingOptionsOf } from './trainingOptions.ts';
export type { Base, TrainingRecipe } from './types.ts';
