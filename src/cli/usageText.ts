import type { CommanderError, CommandUnknownOpts } from '@commander-js/extra-typings';
import { nearest } from '../nearest.ts';
import { commandsWith, meantOption } from './meant.ts';
import { wordsOf } from './optionValues.ts';

/** What commander finds wrong with the command line of a command, in one line that says what would be right. */
export function usageText({ code, message }: CommanderError, command: CommandUnknownOpts): string {
  const said = message.replace(/^error: /, '');
  switch (code) {
    case 'commander.unknownOption':
      return unknownOption(/'(.*?)[='\s]/s.exec(said)?.[1] ?? '', command);
    case 'commander.missingArgument':
      return `${said}: ${usage(command)}; "${helpOf(command)}" has examples`;
    case 'commander.excessArguments': {
      const excess = command.args.slice(command.registeredArguments.length);
      return `too many arguments: ${excess.map((word) => JSON.stringify(word)).join(' ')}; ${usage(command)}`;
    }
    case 'commander.optionMissingArgument':
      return missingValue(/'(.*)'/s.exec(said)?.[1] ?? '', command);
    case 'commander.invalidArgument':
      return invalidValue(said, command);
    default:
      return said;
  }
}

function usage(command: CommandUnknownOpts): string {
  return `the usage is "${nameOf(command)} ${command.usage()}"`;
}

/** `measure run` */
function nameOf(command: CommandUnknownOpts): string {
  return command.parent ? `${command.parent.name()} ${command.name()}` : command.name();
}

/** Where a command is explained; for one that was not named, where all are. */
function helpOf(command: CommandUnknownOpts): string {
  const isNamed = command.parent?.args[0] === command.name();
  return `${isNamed ? nameOf(command) : 'measure'} --help`;
}

function unknownOption(flag: string, command: CommandUnknownOpts): string {
  const meant = meantOption(flag, command);
  if (meant !== undefined) return `unknown option ${flag}: did you mean ${meant}?`;
  const others = commandsWith(flag, command.parent ?? command);
  const where = others.length > 0 ? ` (an option of ${others.join(', ')})` : '';
  return `unknown option ${flag}${where}: "${nameOf(command)} --help" lists those of ${command.name()}`;
}

/** @param flags `--samples <count>` */
function missingValue(flags: string, command: CommandUnknownOpts): string {
  const options = [...command.options, ...(command.parent?.options ?? [])];
  const option = options.find((one) => one.flags === flags);
  const choices = option?.argChoices ? ` (${option.argChoices.join(', ')})` : '';
  return `${flags} needs a value: ${option?.description ?? ''}${choices}`;
}

/** `--rho abc: it must be a number above 0` */
function invalidValue(said: string, command: CommandUnknownOpts): string {
  const ofOption = /^option '(.*?)' argument '(.*)' is invalid\. (.*)$/s.exec(said);
  const ofArgument = /^command-argument value '(.*)' is invalid for argument '(.*?)'\. (.*)$/s.exec(said);
  if (ofOption) {
    const [, flags = '', value = '', why = ''] = ofOption;
    const right = inSentence(why);
    // no other word is wanted where one stands there twice
    const words = right.endsWith(' twice') ? [] : wordsOf(command.options.find((one) => one.flags === flags));
    const others = words.filter((word) => !right.includes(word));
    const orWords = others.length === 0 ? '' : `, or ${others.join(', ')}`;
    return `${flags.split(' ', 1)[0]} ${shown(value)}: ${right}${orWords}${hint(value, why, others)}`;
  }
  if (ofArgument) {
    const [, value = '', argument = '', why = ''] = ofArgument;
    return `${argument} ${shown(value)}: ${inSentence(why)}${hint(value, why)}`;
  }
  return said;
}

/** As it was typed, where that can be seen. */
function shown(value: string): string {
  return value.trim() === '' ? JSON.stringify(value) : value;
}

/** `It must be a number above 0.` after a colon. */
export function inSentence(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

/** Choices as other tools name them. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ...['gpu', 'cuda', 'tensorflow'].map((word) => [word, 'native'] as const),
  ...['double', 'fp64', '64'].map((word) => [word, 'float64'] as const),
  ...['single', 'fp32', '32'].map((word) => [word, 'float32'] as const),
  ...['adaptive', 'elementwise'].map((word) => [word, 'element'] as const),
]);

/** Which of the choices is meant by the wrong ones of some words. */
function hint(value: string, why: string, words: readonly string[] = []): string {
  const choices = /^Allowed choices are (.*)\.$/.exec(why)?.[1]?.split(', ') ?? words;
  const wrong = value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => !choices.includes(word));
  const meant = wrong.flatMap((word) => meantChoice(word.toLowerCase(), choices) ?? []);
  return meant.length === 0 ? '' : `; did you mean ${[...new Set(meant)].join(',')}?`;
}

function meantChoice(word: string, choices: readonly string[]): string | undefined {
  const otherWord = otherWords.get(word);
  if (otherWord !== undefined && choices.includes(otherWord)) return otherWord;
  const related = choices.filter((choice) => choice.startsWith(word) || word.startsWith(choice));
  return nearest(word, choices) ?? (word.length > 2 && related.length === 1 ? related[0] : undefined);
}
