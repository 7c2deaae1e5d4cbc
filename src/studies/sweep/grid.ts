import type { DatasetInfo } from '../../data/index.ts';
import { UserError } from '../../userError.ts';
import { override, resolveRecipe, type Settings, setting } from '../recipe/index.ts';
import { hyperparameterOf, type NamedValue, runName } from './runName.ts';
import type { Axis, AxisValue, PlannedRun, Study } from './types.ts';

/** How many runs a study has: one for each value of every axis and each seed. */
export function runCount({ axes, seeds }: Pick<Study, 'axes' | 'seeds'>): number {
  return axes.reduce((count, { values }) => count * values.length, seeds.length);
}

/**
 * The name of a run's folder, without its recipe.
 *
 * @param index from 0; seeds vary fastest, then the last axis
 * @throws UserError when the study has no such run
 */
export function nameAt(study: Study, index: number): string {
  const { points, seed } = pointAt(study, index);
  return runName(points.map(namedValue), seed);
}

/**
 * The index of the run of a name; undefined when the study has none. Looks at one name after the other: a million in
 * some seconds.
 */
export function indexOf(study: Study, name: string): number | undefined {
  const count = runCount(study);
  for (let index = 0; index < count; index++) if (nameAt(study, index) === name) return index;
  return undefined;
}

/**
 * A run of a study, in time and memory that do not depend on how many there are.
 *
 * @param index from 0; seeds vary fastest, then the last axis
 * @param input the images and classes of the run's dataset; when absent, those that its name alone tells
 * @throws UserError when the study has no such run, or its values do not go together
 */
export function runAt(study: Study, index: number, input?: DatasetInfo): PlannedRun {
  const { points, seed } = pointAt(study, index);
  const values = points.map(namedValue);
  return {
    index,
    name: runName(values, seed),
    recipe: resolveRecipe(settingsAt(study, index), input),
    hyperparameters: Object.fromEntries(values),
  };
}

/**
 * What a run sets of its recipe. Values of axes win over the base, and with a choice go the settings of the base that
 * belong to another one, as options of the command do it with a recipe.
 */
export function settingsAt(study: Study, index: number): Settings {
  const { points, seed } = pointAt(study, index);
  const above: Settings = new Map([
    ...points.map(({ axis, value, label }) => setting(axis.path, value, label)),
    setting('seed', seed, 'seeds'),
  ]);
  // a choice that the base leaves open is no other one than the base's
  const below = new Map([...above, ...study.base]);
  return override(below, above);
}

/** One of the values of an axis. */
interface Point {
  readonly axis: Axis;
  readonly value: AxisValue;
  readonly label: string;
}

function pointAt(study: Study, index: number): { readonly points: readonly Point[]; readonly seed: number } {
  const count = runCount(study);
  if (!Number.isSafeInteger(index) || index < 0 || index >= count) {
    throw new UserError(`${study.name}: there is no run ${index}; they are 0 to ${count - 1}`);
  }
  const seed = study.seeds[index % study.seeds.length]!;
  let rest = Math.floor(index / study.seeds.length);
  const points = study.axes.toReversed().map((axis): Point => {
    const position = rest % axis.values.length;
    rest = Math.floor(rest / axis.values.length);
    return { axis, value: axis.values[position]!, label: axis.labels[position]! };
  });
  return { points: points.reverse(), seed };
}

function namedValue({ axis, value }: Point): NamedValue {
  return [axis.name, hyperparameterOf(value)];
}
