import { modelDefaults } from '../recipe/defaults.ts';
import { sectionKeys } from '../recipe/recipeSchema.ts';

/** The keys under `model`, of any architecture. */
export const modelKeys: readonly string[] = [
  ...new Set([
    'architecture',
    ...Object.values(modelDefaults).flatMap((options) => Object.keys(options)),
    'inputShape',
    'classes',
  ]),
];

/** The keys of a recipe that an axis can set, by path; the seed is none of them. */
export const recipePaths: readonly string[] = [
  ...modelKeys.map((key) => `model.${key}`),
  ...sectionKeys.dataset.map((key) => `dataset.${key}`),
  ...sectionKeys.training.map((key) => `training.${key}`),
];
