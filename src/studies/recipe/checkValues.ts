import { nearest } from '../../nearest.ts';
import { SettingError, shown } from './recipeError.ts';
import { type GivenRecipe, recipeSchema, sectionKeys } from './recipeSchema.ts';
import { type Settings, sections } from './settings.ts';

/**
 * The values of settings, by part of the recipe, each checked by itself.
 *
 * @throws SettingError that names the setting, and what would be right or which known key is near
 */
export function checkValues(settings: Settings): GivenRecipe {
  const result = recipeSchema.safeParse(nested(settings));
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    throw unknownKey(settings, [...issue.path, issue.keys[0]!].join('.'));
  }
  const path = issue.path.slice(0, sections.includes(String(issue.path[0])) ? 2 : 1).join('.');
  const setting = settings.get(path)!;
  throw new SettingError(setting.label, `${issue.message} is expected, not ${shown(setting.value)}`);
}

/** The error of a key that there is not. */
export function unknownKey(
  settings: Settings,
  path: string,
  known: readonly string[] = knownKeys(path),
): SettingError {
  const key = path.slice(path.indexOf('.') + 1);
  const near = nearest(key, known);
  const right = near === undefined ? listed(known) : `is it ${near}?`;
  return new SettingError(settings.get(path)!.label, `unknown key; ${right}`);
}

function listed(known: readonly string[]): string {
  return known.length <= 12 ? `the keys are ${known.join(', ')}` : '"measure train --help" lists them';
}

function knownKeys(path: string): readonly string[] {
  if (path.startsWith('training.')) return sectionKeys.training;
  if (path.startsWith('dataset.')) return sectionKeys.dataset;
  return [...sections, 'seed'];
}

function nested(settings: Settings): Record<string, unknown> {
  const parts = new Map(sections.map((section) => [section, new Map<string, unknown>()]));
  const top = new Map<string, unknown>();
  for (const [path, { value }] of settings) {
    const dot = path.indexOf('.');
    const part = parts.get(path.slice(0, Math.max(dot, 0)));
    if (part) part.set(path.slice(dot + 1), value);
    else top.set(path, value);
  }
  for (const [section, part] of parts) top.set(section, Object.fromEntries(part));
  return Object.fromEntries(top);
}
