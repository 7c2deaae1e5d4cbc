import { UserError } from '../../userError.ts';
import type { Located, LocatedEntry } from '../recipe/locatedYaml.ts';
import { entriesOf, isLeftOut, labelAt, settingOf } from '../recipe/settings.ts';
import type { StudyMeasure } from './types.ts';

/** What a study without measures measures: the defaults of `measure run`. */
export const defaultMeasures: readonly StudyMeasure[] = [{ name: 'measures', options: new Map() }];

/** The name of a measure is that of a folder, on every system. */
export const measureName: RegExp = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?$/;

/**
 * The measures of a study: by name, their options, which are checked where those of `measure run` are known.
 *
 * @throws UserError when there are none, or a name is no folder's
 */
export function readMeasures(measures: Located): readonly StudyMeasure[] {
  const entries = entriesOf(measures, 'measures');
  if (entries.length === 0) {
    throw new UserError(
      `${measures.place}: measures: none; leave the key out for the defaults of measure run`,
    );
  }
  return entries.map((entry, index) => {
    refuseSameFolder(entry, entries.slice(0, index));
    return readMeasure(entry);
  });
}

function readMeasure({ key: name, place, value }: LocatedEntry): StudyMeasure {
  const path = `measures.${name}`;
  if (!measureName.test(name)) {
    throw new UserError(
      `${labelAt(place, path)}: a name of a folder is expected: up to 64 letters, digits and ._-, ` +
        'with a letter or digit first and no dot at the end',
    );
  }
  const options = isLeftOut(value) ? [] : entriesOf(value, path);
  return {
    name,
    options: new Map(
      options.map((option) => [option.key, settingOf(`${path}.${option.key}`, option.place, option.value)]),
    ),
  };
}

/** Some file systems do not tell letters from capitals. */
function refuseSameFolder({ key, place }: LocatedEntry, before: readonly LocatedEntry[]): void {
  const same = before.find((other) => other.key.toLowerCase() === key.toLowerCase());
  if (!same) return;
  throw new UserError(
    `${labelAt(place, `measures.${key}`)}: on some disks the folder of measures.${same.key} too`,
  );
}
