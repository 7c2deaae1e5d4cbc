import type { Argument, CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { wordsOf } from '../optionValues.ts';

/** What a shell can offer for a value; nothing where neither words nor paths are expected. */
export interface OfferedValues {
  readonly words: readonly string[];
  readonly paths: 'none' | 'folders' | 'files';
  /** Several, with commas between. */
  readonly isList: boolean;
}

export interface CompletedOption {
  /** `--samples` */
  readonly name: string;
  readonly description: string;
  /** Undefined for a switch. */
  readonly values: OfferedValues | undefined;
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly argument: OfferedValues | undefined;
  readonly options: readonly CompletedOption[];
}

/** What a command line can consist of. */
export interface CompletedProgram {
  readonly name: string;
  /** The command of a command line that names none. */
  readonly defaultCommand: string;
  readonly commands: readonly CompletedCommand[];
  /** Options that stand before a command, as well as behind it. */
  readonly options: readonly CompletedOption[];
}

/** What the commands of a program take, as they declare it. */
export function completedCommands(program: CommandUnknownOpts): CompletedProgram {
  const visible = program.createHelp().visibleCommands(program);
  const options = [...program.options.map(completedOption), help];
  return {
    name: program.name(),
    defaultCommand: 'run',
    commands: visible.map((command) => ({
      name: command.name(),
      description: command.summary(),
      argument: offeredArgument(command.registeredArguments[0]),
      // also those that the help only mentions: --no-flip
      options: [...command.options.map(completedOption), ...options],
    })),
    options,
  };
}

const help: CompletedOption = { name: '--help', description: 'print this help', values: undefined };

function completedOption(option: Option): CompletedOption {
  const { long, description, required, flags } = option;
  const placeholder = /[<[](.+?)[\]>]/.exec(flags)?.[1] ?? '';
  return {
    name: long!,
    description: description || `the opposite of --${long!.replace('--no-', '')}`,
    values: required ? offered(wordsOf(option), placeholder) : undefined,
  };
}

function offeredArgument(argument: Argument | undefined): OfferedValues | undefined {
  return argument && offered(wordsOf(argument), argument.name());
}

/** What stands in the place of a path in a usage, as in `--out <dir>`. */
const pathPlaceholders: Readonly<Record<string, 'folders' | 'files'>> = {
  dir: 'folders',
  folder: 'folders',
  checkpoint: 'folders',
  table: 'files',
  recipe: 'files',
  study: 'files',
};

function offered(words: readonly string[], placeholder: string): OfferedValues {
  return { words, paths: pathPlaceholders[placeholder] ?? 'none', isList: placeholder === 'list' };
}
