import { existsSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type * as z from 'zod';
import { nearest } from '../../nearest.ts';
import { UserError } from '../../userError.ts';
import { type Located, type LocatedEntry, readLocatedYaml } from '../recipe/locatedYaml.ts';
import { shown } from '../recipe/recipeError.ts';
import { entriesOf, isLeftOut, labelAt, plain, sections, textOf } from '../recipe/settings.ts';
import { builtInStudies } from './builtInStudies.ts';
import { checkRuns } from './checkRuns.ts';
import { runCount } from './grid.ts';
import { readAxes } from './readAxes.ts';
import { readBase } from './readBase.ts';
import { readList } from './readList.ts';
import { defaultMeasures, readMeasures } from './readMeasures.ts';
import {
  defaultGate,
  defaultSeeds,
  type Gate,
  gateSchemas,
  nameSchema,
  type StudyKey,
  seedSchema,
  studyKeys,
} from './studyParts.ts';
import type { Study } from './types.ts';

/** Far more than anyone trains. */
const maxRuns = 10_000_000;

/**
 * Reads a study, and checks it: every value by itself, and the values of runs with each other. The options of its
 * measures are not checked yet.
 *
 * @param file the path of a YAML file, or the name of a built-in study
 * @throws UserError with one line: file, line, column, what is wrong there, and what would be right
 */
export function readStudy(file: string): Study {
  const builtIn = builtInStudies.get(file);
  const study = parseStudy(builtIn ?? studyText(file), file);
  checkRuns(study);
  return study;
}

function studyText(file: string): string {
  if (existsSync(file)) return textOf(file, 'study');
  const names = [...builtInStudies.keys()];
  const near = nearest(file, names);
  const hint = near === undefined ? `the built-in studies are ${names.join(' and ')}` : `is it ${near}?`;
  throw new UserError(`${file}: no such file; ${hint}`);
}

function parseStudy(text: string, file: string): Study {
  const said = entriesByKey(readLocatedYaml(text, file), 'a study', studyKeys);
  const read = <Value>(
    key: StudyKey,
    reader: (value: Located) => Value,
    otherwise: NoInfer<Value>,
  ): Value => {
    const entry = said.get(key);
    return entry && !isLeftOut(entry.value) ? reader(entry.value) : otherwise;
  };
  const study: Study = {
    name: read('name', (name) => checked(nameSchema, name, 'name'), nameOf(file)),
    base: read('base', (base) => readBase(base, file), new Map()),
    axes: read('grid', readAxes, []),
    seeds: read('seeds', readSeeds, defaultSeeds),
    ...read('gate', readGate, defaultGate),
    measures: read('measures', readMeasures, defaultMeasures),
  };
  const runs = runCount(study);
  if (runs > maxRuns) throw new UserError(`${file}: ${runs} runs; at most ${maxRuns} are planned`);
  return study;
}

/** A file's name without its ending, in characters that a study's name may have. */
function nameOf(file: string): string {
  const name = basename(file, extname(file)).replaceAll(/[^\p{L}\p{N} ._-]/gu, '-');
  return name.replace(/^[ ._-]+/, '').slice(0, 100) || 'study';
}

function readSeeds(seeds: Located): readonly number[] {
  return readList(seeds, 'seeds', (seed) => checked(seedSchema, seed, 'seeds')).map(({ value }) => value);
}

function readGate(gate: Located): Gate {
  const said = entriesByKey(gate, 'gate', ['gap', 'minTrainAccuracy']);
  const read = <Key extends keyof Gate>(key: Key): Gate[Key] => {
    const value = said.get(key)?.value;
    return value === undefined || isLeftOut(value)
      ? defaultGate[key]
      : checked<Gate[Key]>(gateSchemas[key], value, `gate.${key}`);
  };
  return { gap: read('gap'), minTrainAccuracy: read('minTrainAccuracy') };
}

/** The entries of a map that has only some keys. */
function entriesByKey<Key extends string>(
  map: Located,
  name: 'a study' | 'gate',
  known: readonly Key[],
): ReadonlyMap<Key, LocatedEntry> {
  return new Map(
    entriesOf(map, name).map((entry) => {
      const key = known.find((one) => one === entry.key);
      if (key !== undefined) return [key, entry];
      const path = name === 'gate' ? `gate.${entry.key}` : entry.key;
      throw new UserError(`${labelAt(entry.place, path)}: unknown key; ${rightKey(entry.key, known)}`);
    }),
  );
}

function rightKey(key: string, known: readonly string[]): string {
  if (sections.includes(key)) return `a recipe stands in base, as "base: {${key}: {...}}"`;
  const near = nearest(key, known);
  return near === undefined ? `the keys are ${known.join(', ')}` : `is it ${near}?`;
}

function checked<Value>(schema: z.ZodType<Value>, located: Located, path: string): Value {
  const result = schema.safeParse(plain(located));
  if (result.success) return result.data;
  const { message } = result.error.issues[0]!;
  throw new UserError(
    `${labelAt(located.place, path)}: ${message} is expected, not ${shown(plain(located))}`,
  );
}
