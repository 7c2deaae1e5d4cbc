import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../../userError.ts';
import { checkValues, unknownKey } from '../recipe/checkValues.ts';
import { readSettings, type Settings, setting } from '../recipe/index.ts';
import type { Located } from '../recipe/locatedYaml.ts';
import { labelAt, settingsOf } from '../recipe/settings.ts';
import { modelKeys } from './recipePaths.ts';

/**
 * What all runs share: a recipe, or the path of one's file.
 *
 * @param studyFile what a path is relative to the folder of
 * @throws UserError when there is no such file, a value is wrong by itself, or there is a seed
 */
export function readBase(base: Located, studyFile: string): Settings {
  const settings = base.kind === 'scalar' ? readRecipe(base, studyFile) : settingsOf(base);
  const seed = settings.get('seed');
  if (seed) throw new UserError(`${seed.label}: a study has its seeds beside its base, as "seeds: [0, 1]"`);
  const { training, dataset } = checkValues(settings);
  const known = modelKeys.map((key) => `model.${key}`);
  const foreign = [...settings.keys()].find((path) => path.startsWith('model.') && !known.includes(path));
  if (foreign !== undefined) throw unknownKey(settings, foreign, modelKeys);
  const checked = new Map<string, unknown>([...under('training', training), ...under('dataset', dataset)]);
  // `none` is null, and infinity, which JSON has no number for, is `inf`
  return new Map(
    [...settings].map(([path, { value, label }]) =>
      setting(path, checked.has(path) ? checked.get(path) : value, label),
    ),
  );
}

function under(section: string, values: object): readonly (readonly [string, unknown])[] {
  return Object.entries(values).map(([key, value]) => [`${section}.${key}`, value]);
}

function readRecipe({ place, value }: Located & { readonly kind: 'scalar' }, studyFile: string): Settings {
  const label = labelAt(place, 'base');
  if (typeof value !== 'string') {
    throw new UserError(`${label}: a recipe, or the path of a recipe's file is expected`);
  }
  const file = isAbsolute(value) ? value : join(dirname(studyFile), value);
  if (!existsSync(file)) {
    throw new UserError(`${label}: no such file: ${file}; paths are relative to the study's file`);
  }
  return readSettings(file);
}
