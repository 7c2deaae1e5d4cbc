import { nearest } from '../../nearest.ts';
import { UserError } from '../../userError.ts';
import { checkValues } from '../recipe/checkValues.ts';
import type { Located, LocatedEntry } from '../recipe/locatedYaml.ts';
import { entriesOf, labelAt, plain, sections } from '../recipe/settings.ts';
import { readList } from './readList.ts';
import { recipePaths } from './recipePaths.ts';
import type { Axis, AxisValue } from './types.ts';

/** config.json holds no more hyperparameters. */
const maxAxes = 50;

/**
 * The axes of a grid: lists of values, by the path of the key that they set.
 *
 * @throws UserError at the first key that no recipe has, and the first value that is wrong by itself; what of a model is
 * right is for its architecture to say
 */
export function readAxes(grid: Located): readonly Axis[] {
  const entries = entriesOf(grid, 'grid');
  if (entries.length > maxAxes) {
    throw new UserError(`${grid.place}: grid has ${entries.length} axes; at most ${maxAxes} are read`);
  }
  return entries.map(readAxis);
}

function readAxis({ key: path, place, value }: LocatedEntry): Axis {
  if (!recipePaths.includes(path)) throw new UserError(`${labelAt(place, `grid.${path}`)}: ${unknown(path)}`);
  const listed = readList(value, path, (item, label) => axisValue(path, plain(item), label));
  return {
    path,
    name: axisName(path),
    values: listed.map((one) => one.value),
    labels: listed.map(({ label }) => label),
  };
}

/** What the hyperparameter is called: the key, but for the name of a dataset. No two keys have one. */
function axisName(path: string): string {
  return path === 'dataset.name' ? 'dataset' : keyOf(path);
}

function keyOf(path: string): string {
  return path.slice(path.indexOf('.') + 1);
}

function unknown(path: string): string {
  if (path === 'seed') return 'seeds stand beside the grid, as "seeds: [0, 1]"';
  if (sections.includes(path)) return `a key is named by its path, as "${path}.${exampleKey(path)}: [...]"`;
  const key = keyOf(path);
  const near = nearest(path, recipePaths) ?? recipePaths.find((known) => keyOf(known) === nearest(key, keys));
  return `unknown key; ${near === undefined ? 'those of a recipe are expected, as training.batchSize' : `is it ${near}?`}`;
}

const keys: readonly string[] = recipePaths.map(keyOf);

function exampleKey(section: string): string {
  return keyOf(recipePaths.find((path) => path.startsWith(`${section}.`))!);
}

/** A value as the recipe has it: `none` is null, and infinity `inf`. */
function axisValue(path: string, value: unknown, label: string): AxisValue {
  const { training, dataset } = checkValues(new Map([[path, { value, label }]]));
  const [checked = value] = Object.values({ ...training, ...dataset });
  if (isAxisValue(checked)) return checked;
  throw new UserError(`${label}: a map is no value of an axis; name each key by its path`);
}

function isAxisValue(value: unknown): value is AxisValue {
  if (Array.isArray(value)) return value.every(isAxisValue);
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
