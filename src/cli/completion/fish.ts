import type {
  CompletedCommand,
  CompletedOption,
  CompletedProgram,
  OfferedValues,
} from './completedCommands.ts';

/** A completion of fish. */
export function fishCompletion({ name, defaultCommand, commands, options }: CompletedProgram): string {
  const names = commands.map((command) => command.name).join(' ');
  const complete = `complete -c ${name}`;
  const isFirst = `__${name}_is_first`;
  return `# fish completion of ${name}: ${name} completion fish > ~/.config/fish/completions/${name}.fish
function ${isFirst}
    test (count (commandline -opc)) -eq 1
end
function __${name}_is
    set -l words (commandline -opc)
    test (count $words) -gt 1; or return 1
    set -l command ${defaultCommand}
    contains -- $words[2] ${names}; and set command $words[2]
    test $command = $argv[1]
end
${complete} -f
${commands.map((one) => `${complete} -n ${isFirst} -a ${one.name} -d ${quoted(one.description)}`).join('\n')}
${complete} -n ${isFirst} -a '(__fish_complete_directories)'
${options.map((option) => `${complete} -n ${isFirst} ${optionWords(option)}`).join('\n')}
${commands.flatMap((command) => commandLines(command, `${complete} -n '__${name}_is ${command.name}'`)).join('\n')}
`;
}

function commandLines({ argument, options }: CompletedCommand, complete: string): readonly string[] {
  const ofArgument = argument === undefined ? '' : offers(argument);
  return [
    ...(ofArgument === '' ? [] : [`${complete} ${ofArgument}`]),
    ...options.map((option) => `${complete} ${optionWords(option)}`),
  ];
}

function optionWords({ name, description, values }: CompletedOption): string {
  const takes = values === undefined ? '' : ` -x ${offers(values)}`;
  return `-l ${name.slice(2)}${takes.trimEnd()} -d ${quoted(description)}`;
}

function offers({ words, paths, isList }: OfferedValues): string {
  const choices = words.map((word) => word.replaceAll(/[^\w./-]/g, '\\$&')).join(' ');
  const parts = [
    ...(words.length === 0 ? [] : [isList ? `(__fish_append , ${choices})` : choices]),
    ...(paths === 'none'
      ? []
      : [paths === 'folders' ? '(__fish_complete_directories)' : '(__fish_complete_path)']),
  ];
  return parts.length === 0 ? '' : `-a ${quoted(parts.join(' '))}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
