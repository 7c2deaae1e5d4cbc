import { readFileSync, statSync } from 'node:fs';
import { quoted } from '../../models/spec/index.ts';
import { reason, UserError } from '../../userError.ts';
import { type Located, readLocatedYaml } from './locatedYaml.ts';

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
  return parseSettings(textOf(file), file);
}

function textOf(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (!stats?.isFile()) throw new UserError(`${file}: no such file; a recipe is a YAML file`);
  if (stats.size > 2 ** 18) throw new UserError(`${file}: ${stats.size} bytes; a recipe has at most 65536`);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UserError(`${file}: cannot be read (${reason(error)})`);
  }
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
function settingsOf(recipe: Located): Settings {
  const settings = new Map<string, Setting>();
  for (const { key, place, value } of entriesOf(recipe, 'a recipe')) {
    if (!sections.includes(key)) settings.set(key, settingOf(key, place, value));
    else for (const entry of entriesOf(value, key)) add(settings, key, entry);
  }
  return settings;
}

type Entry = ReturnType<typeof entriesOf>[number];

function add(settings: Map<string, Setting>, section: string, { key, place, value }: Entry): void {
  const path = `${section}.${key}`;
  settings.set(path, settingOf(path, place, value));
}

function entriesOf(value: Located, name: string) {
  if (value.kind === 'map') return value.entries;
  throw new UserError(`${value.place}: ${name} is a map of keys to values, as "key: value"`);
}

function settingOf(path: string, place: string, value: Located): Setting {
  const shownPath = /^[\w.-]{1,60}$/.test(path) ? path : quoted(path);
  return { value: plain(value), label: `${value.kind === 'map' ? place : value.place}: ${shownPath}` };
}

function plain(located: Located): unknown {
  switch (located.kind) {
    case 'scalar':
      return located.value;
    case 'list':
      return located.items.map(plain);
    case 'map':
      return Object.fromEntries(located.entries.map(({ key, value }) => [key, plain(value)]));
  }
}
