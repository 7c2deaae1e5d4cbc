import { readFileSync, type Stats, statSync } from 'node:fs';
import { quoted } from '../../models/spec/index.ts';
import { reason, UserError } from '../../userError.ts';
import { type Located, type LocatedEntry, readLocatedYaml } from './locatedYaml.ts';

/** One value of a recipe, not checked yet. */
export interface Setting {
  readonly value: unknown;
  /** How an error about it begins: `recipe.yaml:3:12: training.rho`, or `--rho`. */
  readonly label: string;
}

/** What a recipe says, by path: `training.learningRate`, `model.dropoutRate`, `dataset.labelNoise`, `seed`. */
export type Settings = ReadonlyMap<string, Setting>;

/** The parts of a recipe that hold keys of their own. */
export const sections: readonly string[] = ['model', 'dataset', 'training'];

/**
 * Reads a recipe's file.
 *
 * @throws UserError when it cannot be read, or is no recipe
 */
export function readSettings(file: string): Settings {
  return parseSettings(textOf(file, 'recipe'), file);
}

/**
 * The text of a recipe's or a study's file.
 *
 * @throws UserError when it is no text, or longer than what is read
 */
export function textOf(file: string, kind: 'recipe' | 'study'): string {
  let bytes: Uint8Array;
  try {
    const { size } = fileStats(file, kind);
    if (size > 2 ** 18) throw new UserError(`${file}: ${size} bytes; a ${kind} has at most 65536`);
    bytes = readFileSync(file);
  } catch (error) {
    throw error instanceof UserError
      ? error
      : new UserError(`${file}: cannot be read (${reason(error)})`, { cause: error });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${file}: is not UTF-8 text; save the ${kind} in this encoding`);
  }
}

function fileStats(file: string, kind: string): Stats {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.isFile()) return stats;
  const found =
    stats === undefined ? 'no such file' : stats.isDirectory() ? 'is a folder' : 'is no regular file';
  throw new UserError(`${file}: ${found}; a ${kind} is a YAML file`);
}

/**
 * The settings of a recipe's text; names and values of keys are checked by `resolveRecipe`.
 *
 * @param file names the text in errors
 * @throws UserError with one line: file, line, column, and what is wrong there
 */
export function parseSettings(text: string, file: string): Settings {
  return settingsOf(readLocatedYaml(text, file));
}

/** The settings of a part of a YAML file that is a recipe. */
export function settingsOf(recipe: Located): Settings {
  const settings = new Map<string, Setting>();
  for (const { key, place, value } of entriesOf(recipe, 'a recipe')) {
    if (!sections.includes(key)) settings.set(key, settingOf(key, place, value));
    else if (!isLeftOut(value)) for (const entry of entriesOf(value, key)) add(settings, key, entry);
  }
  return settings;
}

function add(settings: Map<string, Setting>, section: string, { key, place, value }: LocatedEntry): void {
  const path = `${section}.${key}`;
  settings.set(path, settingOf(path, place, value));
}

/** A key without a value says nothing. */
export function isLeftOut(value: Located): boolean {
  return value.kind === 'scalar' && value.value === null;
}

/** The keys and values of a part of a YAML file that is a map. */
export function entriesOf(value: Located, name: string): readonly LocatedEntry[] {
  if (value.kind === 'map') return value.entries;
  throw new UserError(`${value.place}: ${name} is a map of keys to values, as "key: value"`);
}

/** One value of a recipe with its label. */
export function settingOf(path: string, place: string, value: Located): Setting {
  return { value: plain(value), label: labelAt(value.kind === 'map' ? place : value.place, path) };
}

/** How an error about a key begins: `recipe.yaml:3:12: training.rho`. */
export function labelAt(place: string, path: string): string {
  return `${place}: ${/^[\w.-]{1,60}$/.test(path) ? path : quoted(path)}`;
}

/** What a part of a YAML file says, without its places. */
export function plain(located: Located): unknown {
  switch (located.kind) {
    case 'scalar':
      return located.value;
    case 'list':
      return located.items.map(plain);
    case 'map':
      return Object.fromEntries(located.entries.map(({ key, value }) => [key, plain(value)]));
  }
}
