import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { oneOf } from './optionValues.ts';

/** An option of `measure train` that sets a key of the recipe. */
export interface RecipeFlag {
  /** `training.learningRate` */
  readonly path: string;
  readonly option: Option;
  /** `--no-flip` for `--flip`: what a recipe says can be taken back. */
  readonly opposite?: Option;
}

/** What the command line says of a key. */
export interface GivenFlag {
  readonly path: string;
  readonly value: unknown;
  /** `--flip` */
  readonly name: string;
}

interface Valued {
  readonly parse: (text: string) => unknown;
  readonly otherwise?: string | number;
}

/** `--depth <count>`, with what is there without it. */
export function valueFlag(
  path: string,
  flags: string,
  description: string,
  { parse, otherwise }: Valued,
): RecipeFlag {
  return { path, option: new Option(flags, withDefault(description, otherwise)).argParser(parse) };
}

/** `--optimizer <name>`: one of some words. */
export function choiceFlag(
  path: string,
  flags: string,
  description: string,
  { words, otherwise }: { readonly words: readonly string[]; readonly otherwise: string },
): RecipeFlag {
  const option = new Option(flags, withDefault(`${description}: ${words.join(', ')}`, otherwise));
  // commander would list the choices a second time
  return { path, option: option.argParser(oneOf(...words)) };
}

/** `--flip`, and `--no-flip`. */
export function switchFlag(path: string, name: string, description: string, otherwise: boolean): RecipeFlag {
  const opposite = `--no-${name}`;
  const text = otherwise ? `${description} (default; ${opposite})` : `${description} (or ${opposite})`;
  return { path, option: new Option(`--${name}`, text), opposite: new Option(opposite).hideHelp() };
}

function withDefault(description: string, otherwise: string | number | undefined): string {
  return otherwise === undefined ? description : `${description} (default: ${otherwise})`;
}

/** Adds flags to a command, under a heading of its help. */
export function addFlags(command: CommandUnknownOpts, heading: string, flags: readonly RecipeFlag[]): void {
  for (const { option, opposite } of flags) {
    command.addOption(option.helpGroup(heading));
    if (opposite) command.addOption(opposite);
  }
}

/** What the command line gives of some flags. */
export function givenFlags(command: CommandUnknownOpts, flags: readonly RecipeFlag[]): readonly GivenFlag[] {
  return flags
    .filter(({ option }) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map(({ path, option }) => ({
      path,
      value: command.getOptionValue(option.attributeName()) as unknown,
      name: option.long ?? option.flags,
    }));
}
