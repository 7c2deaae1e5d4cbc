import { checkValues } from './checkValues.ts';
import { completeTraining, defaultArchitecture } from './defaults.ts';
import { isHeard } from './hearers.ts';
import type { Setting, Settings } from './settings.ts';
import type { TrainingRecipe } from './types.ts';

/** One value of a recipe, as a program sets it. */
export function setting(path: string, value: unknown, label: string = path): readonly [string, Setting] {
  return [path, { value, label }];
}

/**
 * Settings with others over them, which win. With a choice go the settings below it that belong to it: another
 * `model.architecture` leaves of the model what is the dataset's, another `training.optimizer` leaves no `rho`, and no
 * choice leaves what it does not hear, as `milestones` of another schedule. What is given above is never dropped.
 *
 * @throws UserError when a value is wrong by itself
 */
export function override(below: Settings, above: Settings): Settings {
  const both = new Map([...below, ...above]);
  const isDropped = dropping(below, both);
  return new Map([...both].filter(([path]) => above.has(path) || !isDropped(path)));
}

function dropping(below: Settings, both: Settings): (path: string) => boolean {
  const before = trainingOf(below);
  const after = trainingOf(both);
  const isOtherModel = architectureOf(below) !== architectureOf(both);
  return (path) => {
    const [section, key = ''] = path.split('.');
    if (section === 'model') return isOtherModel && key !== 'inputShape' && key !== 'classes';
    if (section !== 'training') return false;
    if (key === 'rho' && before.optimizer !== after.optimizer) return true;
    return isHeard(key, before) && !isHeard(key, after);
  };
}

function trainingOf(settings: Settings): TrainingRecipe {
  return completeTraining(checkValues(settings).training);
}

function architectureOf(settings: Settings): unknown {
  return settings.get('model.architecture')?.value ?? defaultArchitecture;
}
