import { UserError } from '../../userError.ts';
import type { Located } from '../recipe/locatedYaml.ts';
import { shown } from '../recipe/recipeError.ts';
import { labelAt } from '../recipe/settings.ts';

/** A value with its place. */
export interface Listed<Value> {
  readonly value: Value;
  /** How an error about it begins. */
  readonly label: string;
}

/**
 * A list of different values.
 *
 * @param path names the list in errors
 * @param read checks an item; an error about it begins with the label
 * @throws UserError when there is no list, none of its values, or one of them twice
 */
export function readList<Value>(
  list: Located,
  path: string,
  read: (item: Located, label: string) => Value,
): readonly Listed<Value>[] {
  if (list.kind !== 'list') {
    throw new UserError(`${labelAt(list.place, path)}: a list of values is expected, as [1, 2]`);
  }
  if (list.items.length === 0) {
    throw new UserError(`${labelAt(list.place, path)}: no values; at least one is expected`);
  }
  const seen = new Set<string>();
  return list.items.map((item) => {
    const label = labelAt(item.place, path);
    const value = read(item, label);
    const text = JSON.stringify(value);
    if (seen.has(text)) throw new UserError(`${label}: ${shown(value)} stands there twice`);
    seen.add(text);
    return { value, label };
  });
}
