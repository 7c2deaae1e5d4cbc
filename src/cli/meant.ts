import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { nearest } from '../nearest.ts';

/** What a mistyped word of a command line may mean. */

/** Options as other tools name them. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ...['--measure', '--measures', '--metric'].map((name) => [name, '--normalization'] as const),
  ...['-o', '--output', '--output-dir'].map((name) => [name, '--out'] as const),
  ...['-j', '--jobs', '--processes', '--threads'].map((name) => [name, '--workers'] as const),
  ...['-n', '--examples', '--subset'].map((name) => [name, '--samples'] as const),
  ...['--device', '--backend'].map((name) => [name, '--engine'] as const),
  ...['--arch', '--architecture', '--network'].map((name) => [name, '--model'] as const),
  ...['-q', '--silent'].map((name) => [name, '--quiet'] as const),
  ['--radius', '--rho'],
  ['--continue', '--resume'],
  ['--force', '--overwrite'],
  ['-v', '--verbose'],
  ['-V', '--version'],
]);

/** The option of a command that is meant by one that it does not have. */
export function meantOption(flag: string, command: CommandUnknownOpts): string | undefined {
  const known = optionsOf(command);
  const otherName = otherNames.get(flag);
  if (otherName !== undefined && known.includes(otherName)) return otherName;
  const word = flag.replace(/^-+/, '');
  const names = known.map((option) => option.slice(2));
  // of one letter, any other letter is a neighbor
  const meant =
    names.find((name) => name === word) ??
    (word.length > 1 ? nearest(word, names) : undefined) ??
    onlyOne(names.filter((name) => isShortFor(word, name)));
  return meant && `--${meant}`;
}

/** Commands that have an option of this name. */
export function commandsWith(flag: string, program: CommandUnknownOpts): readonly string[] {
  return program.commands.filter((one) => optionsOf(one).includes(flag)).map((one) => one.name());
}

/** The command, also one with its first word as `engine install`, that is meant by a word which is none. */
export function meantCommand(typed: string, program: CommandUnknownOpts): string | undefined {
  const word = typed.toLowerCase();
  const visible = program.createHelp().visibleCommands(program);
  const names = visible.map((command) => command.name());
  const tasks = visible.flatMap((command) =>
    (command.registeredArguments[0]?.argChoices ?? []).map((task) => ({ task, of: command.name() })),
  );
  const task = nearest(
    word,
    tasks.map((one) => one.task),
  );
  const ofTask = tasks.find((one) => one.task === task);
  return (
    nearest(word, names) ??
    onlyOne(names.filter((name) => isShortFor(word, name))) ??
    (ofTask && `${ofTask.of} ${ofTask.task}`)
  );
}

/** Long names, also of those that the help does not list. */
function optionsOf(command: CommandUnknownOpts): readonly string[] {
  const options = [...command.options, ...(command.parent?.options ?? [])];
  return [...options.flatMap(({ long }) => long ?? []), '--help'];
}

/** `norm` and `lr` are short for `normalization` and `learning-rate`. */
function isShortFor(word: string, name: string): boolean {
  const initials = name
    .split('-')
    .map((part) => part[0])
    .join('');
  return (word.length > 1 && initials === word) || (word.length > 2 && name.startsWith(word));
}

function onlyOne(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}
