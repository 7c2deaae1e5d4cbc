import type {
  CompletedCommand,
  CompletedOption,
  CompletedProgram,
  OfferedValues,
} from './completedCommands.ts';

/** A completion of zsh, by its own _arguments. */
export function zshCompletion({ name, defaultCommand, commands, options }: CompletedProgram): string {
  const others = commands.filter((command) => command.name !== defaultCommand);
  const described = commands.map(
    (command) => `    ${quoted(`${command.name}:${escaped(command.description)}`)}`,
  );
  return `#compdef ${name}
# zsh completion of ${name}: put it into a folder of $fpath as _${name}, before compinit runs
_${name}() {
  local -a commands=(
${described.join('\n')}
  )
  if ((CURRENT == 2)); then
    if [[ $PREFIX == -* ]]; then
      _arguments ${options.map(optionSpec).join(' ')}
    else
      _describe command commands
      _files -/
    fi
    return
  fi
  case $words[2] in
${others.map((command) => argumentsCase(command, command.name)).join('\n')}
${commands
  .filter((command) => command.name === defaultCommand)
  .map((command) => argumentsCase(command, '*'))
  .join('\n')}
  esac
}
if [[ $funcstack[1] == _${name} ]]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function argumentsCase({ name, argument, options }: CompletedCommand, pattern: string): string {
  const specs = options.map(optionSpec);
  const positional = argument === undefined ? [] : [quoted(`*:${name}:${action(argument)}`)];
  // a command line without its command starts with its arguments
  const shift = `[[ $words[2] == ${name} ]] && { shift words; ((CURRENT--)); }`;
  return `    ${pattern})
      ${shift}
      _arguments \\
        ${[...specs, ...positional].join(' \\\n        ')}
      ;;`;
}

/** `--samples=[training examples]:value:{compadd -- all}` */
function optionSpec({ name, description, values }: CompletedOption): string {
  const text = `[${escaped(description)}]`;
  return quoted(values === undefined ? `${name}${text}` : `${name}=${text}:value:${action(values)}`);
}

function action({ words, paths, isList }: OfferedValues): string {
  const choices = words.map((word) => word.replaceAll(/[^\w./-]/g, '\\$&')).join(' ');
  if (isList && words.length > 0) return `_sequence compadd - ${choices}`;
  const parts = [
    ...(words.length > 0 ? [`compadd -- ${choices}`] : []),
    ...(paths === 'none' ? [] : [paths === 'folders' ? '_files -/' : '_files']),
  ];
  return parts.length > 0 ? `{${parts.join('; ')}}` : ' ';
}

function escaped(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, '\\$&');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
