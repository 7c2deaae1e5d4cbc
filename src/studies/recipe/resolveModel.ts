import type * as z from 'zod';
import { knownDatasets } from '../../data/datasets.ts';
import type { DatasetInfo } from '../../data/index.ts';
import { type ModelOptions, modelOptionsSchema } from '../../models/spec/index.ts';
import { UserError } from '../../userError.ts';
import { unknownKey } from './checkValues.ts';
import { defaultArchitecture, modelDefaults } from './defaults.ts';
import { expectedOption } from './expectedOption.ts';
import { Contradiction, labelOf, SettingError, shown } from './recipeError.ts';
import type { Settings } from './settings.ts';

type Architecture = ModelOptions['architecture'];

const commonKeys: readonly string[] = ['architecture', 'inputShape', 'classes'];

function isArchitecture(value: unknown): value is Architecture {
  return typeof value === 'string' && Object.hasOwn(modelDefaults, value);
}

/**
 * The model that a recipe asks for, with the input shape and classes of its dataset where it says none.
 *
 * @param given what the settings say under `model`
 * @throws UserError that names the setting: an option of another architecture, a wrong value, another shape
 */
export function resolveModel(
  settings: Settings,
  given: Readonly<Record<string, unknown>>,
  dataset: { readonly name: string; readonly input?: DatasetInfo | undefined },
): ModelOptions {
  const architecture = given.architecture ?? defaultArchitecture;
  if (!isArchitecture(architecture)) {
    const known = Object.keys(modelDefaults).join(', ');
    throw new SettingError(
      labelOf(settings, 'model.architecture'),
      `one of ${known} is expected, not ${shown(architecture)}`,
    );
  }
  refuseForeignKeys(settings, architecture);
  const input = dataset.input ?? knownInput(dataset.name);
  if (input && input.classes < 2) {
    throw new UserError(
      `${labelOf(settings, 'dataset.name')}: ${shown(dataset.name)} has one class only; a network learns to tell at least 2 apart`,
    );
  }
  if (input) refuseOtherInput(settings, given, { ...dataset, input });
  else if (given.inputShape === undefined || given.classes === undefined) {
    throw new SettingError(
      labelOf(settings, 'dataset.name'),
      `the images of ${shown(dataset.name)} are not known without its files; say inputShape and classes under model`,
    );
  }
  const { shape: inputShape, classes } = input ?? {};
  const model = { architecture, ...modelDefaults[architecture], inputShape, classes, ...given };
  const result = modelOptionsSchema.safeParse(model);
  if (result.success) return result.data;
  throw wrongOption(settings, model, { dataset: dataset.name, issues: result.error.issues });
}

type Issue = Readonly<Pick<z.core.$ZodIssue, 'code' | 'path' | 'message'>>;

/** The error of an option that its architecture does not take. */
function wrongOption(
  settings: Settings,
  model: Readonly<Record<string, unknown>> & { readonly architecture: Architecture },
  { dataset, issues }: { readonly dataset: string; readonly issues: readonly Issue[] },
): SettingError {
  // what the architecture itself says of a value is more than its range
  const { code, path, message } = issues.find((issue) => issue.code === 'custom') ?? issues[0]!;
  const key = String(path[0]);
  const label = labelOf(settings, `model.${key}`);
  if (code !== 'custom') {
    return new SettingError(
      label,
      `${expectedOption(model.architecture, key)} is expected, not ${shown(model[key])}`,
    );
  }
  if (key !== 'inputShape' || settings.has('model.inputShape')) return new SettingError(label, message);
  const images = `${dataset}, whose images are ${[model.inputShape].flat().slice(0, 2).join('x')}`;
  return new SettingError(
    labelOf(settings, 'model.architecture'),
    `${model.architecture} does not fit ${images}: ${message}`,
  );
}

/** What is known of a dataset's images before its files are seen. */
function knownInput(name: string): DatasetInfo | undefined {
  const known = knownDatasets.get(name);
  return known && known.classes !== null ? { shape: known.shape, classes: known.classes } : undefined;
}

function refuseForeignKeys(settings: Settings, architecture: Architecture): void {
  const own = Object.keys(modelDefaults[architecture]);
  const said = [...settings.keys()].filter((path) => path.startsWith('model.')).map((path) => path.slice(6));
  const foreign = said.find((key) => !own.includes(key) && !commonKeys.includes(key));
  if (foreign === undefined) return;
  const path = `model.${foreign}`;
  const others = Object.entries(modelDefaults).filter(([, options]) => Object.hasOwn(options, foreign));
  if (others.length === 0) throw unknownKey(settings, path, [...commonKeys, ...own]);
  const names = others.map(([name]) => name).join(' and ');
  throw new Contradiction(labelOf(settings, path), `is for ${names}, and the model is ${architecture}`);
}

function refuseOtherInput(
  settings: Settings,
  given: Readonly<Record<string, unknown>>,
  { name, input: { shape, classes } }: { readonly name: string; readonly input: DatasetInfo },
): void {
  const expected = { inputShape: shape, classes };
  for (const [key, right] of Object.entries(expected)) {
    if (given[key] === undefined || shown(given[key]) === shown(right)) continue;
    throw new Contradiction(
      labelOf(settings, `model.${key}`),
      `is ${shown(given[key])}, and ${name} has ${shown(right)}: leave it out`,
    );
  }
}
