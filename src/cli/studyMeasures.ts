import { Command, InvalidArgumentError, type Option } from '@commander-js/extra-typings';
import type { EngineName } from '../engine/description.ts';
import { nearest } from '../nearest.ts';
import type { Setting } from '../studies/recipe/index.ts';
import { shown } from '../studies/recipe/recipeError.ts';
import type { SweepMeasure } from '../studies/sweep/sweepRequest.ts';
import type { Study, StudyMeasure } from '../studies/sweep/types.ts';
import { UserError } from '../userError.ts';
import { chooseEngine } from './chooseEngine.ts';
import { addMeasureOptions, chosenOptions, measuringOf } from './measureOptions.ts';
import { inSentence } from './usageText.ts';

/** The options of a study's measure are those of `measure run`: the same defaults, presets, checks and messages. */

/** Options of `measure run` that no measure of a study has, and where what they say belongs. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ['gap', 'is the same for all measures: say it under gate, beside measures'],
  ['minTrainAccuracy', 'is the same for all measures: say it under gate, beside measures'],
  ...['seeds', 'bins'].map(
    (name) =>
      [name, `is no part of a study: say --${name} to "measure correlate" of the measure's folder`] as const,
  ),
  ['dataset', 'is what the runs are trained on: say it in base, as dataset.name'],
  ...['data', 'out', 'workers', 'engine', 'quiet', 'json'].map(
    (name) => [name, `is no part of a study: say --${name} on the command line`] as const,
  ),
]);

/**
 * How a study's runs are measured.
 *
 * @param engine what runs
 * @throws UserError that names the place of a wrong option
 */
export function measuresOf(study: Study, engine: EngineName): readonly SweepMeasure[] {
  return study.measures.map((measure) => {
    refuseOtherColor(measure, study);
    return { name: measure.name, ...parsed(measure, engine) };
  });
}

function parsed(measure: StudyMeasure, engine: EngineName): Omit<SweepMeasure, 'name'> {
  const command = addMeasureOptions(new Command());
  for (const [name, setting] of measure.options) {
    const option = knownOption(command.options, name, setting);
    command.setOptionValueWithSource(name, parsedValue(option, setting), 'cli');
  }
  try {
    const options = chosenOptions(command, command.opts());
    return measuringOf(options, chooseEngine(engine, { quiet: true, precision: options.precision }));
  } catch (error) {
    throw error instanceof InvalidArgumentError ? atItsPlace(error.message, measure) : error;
  }
}

function knownOption(options: readonly Option[], name: string, { label }: Setting): Option {
  const option = options.find((one) => one.attributeName() === name);
  if (option) return option;
  const where = elsewhere.get(name);
  if (where !== undefined) throw new UserError(`${label} ${where}`);
  const near = nearest(name, [...options.map((one) => one.attributeName()), ...elsewhere.keys()]);
  throw new UserError(
    `${label}: unknown option; ${near === undefined ? '"measure run --help" lists them' : `is it ${near}?`}`,
  );
}

/** The value that the command line makes of an option's text. */
function parsedValue(option: Option, { value, label }: Setting): unknown {
  if (option.isBoolean()) {
    if (typeof value !== 'boolean')
      throw new UserError(`${label}: true or false is expected, not ${shown(value)}`);
    // as if it were not given
    return value || undefined;
  }
  const text = textOf(value);
  if (text === undefined) throw new UserError(`${label}: a value is expected, not ${shown(value)}`);
  try {
    return option.parseArg ? option.parseArg(text, undefined as never) : text;
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UserError(`${label}: ${shown(value)}: ${inSentence(error.message)}`);
  }
}

/** As the command line has it: `[2, inf]` is `2,inf`. */
function textOf(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return value === Number.POSITIVE_INFINITY ? 'inf' : String(value);
    default: {
      if (!Array.isArray(value)) return undefined;
      const texts = value.map((item) => (Array.isArray(item) ? undefined : textOf(item)));
      return texts.includes(undefined) ? undefined : texts.join();
    }
  }
}

/** What the options say together: blamed is the first one that the message names and the study gives. */
function atItsPlace(message: string, { name, options }: StudyMeasure): UserError {
  const named = message.replaceAll(/--([a-z]+(?:-[a-z]+)*)/g, (_flag, words: string) =>
    words.replaceAll(/-(.)/g, (_dash, letter: string) => letter.toUpperCase()),
  );
  const blamed = named.split(/[^\w]+/).find((word) => options.has(word)) ?? '';
  const label = options.get(blamed)?.label ?? `measures.${name}`;
  const begins = blamed !== '' && [' ', ':'].some((next) => named.startsWith(`${blamed}${next}`));
  return new UserError(begins ? `${label}${named.slice(blamed.length)}` : `${label}: ${named}`);
}

/** Points are colored by what the runs of a study differ in. */
function refuseOtherColor({ options }: StudyMeasure, { axes }: Study): void {
  const color = options.get('color');
  const names = axes.map(({ name }) => name);
  if (!color || names.some((name) => name === color.value)) return;
  const right = names.length === 0 ? 'the study varies none' : `those of the study are ${names.join(', ')}`;
  throw new UserError(`${color.label}: ${shown(color.value)} is no hyperparameter; ${right}`);
}
