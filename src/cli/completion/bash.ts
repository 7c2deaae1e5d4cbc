import type { CompletedCommand, CompletedProgram, OfferedValues } from './completedCommands.ts';

/** A completion of bash 3.2 and later, which needs nothing else. */
export function bashCompletion({ name, defaultCommand, commands, options }: CompletedProgram): string {
  const names = commands.map((command) => command.name);
  return `# bash completion of ${name}; for this shell: source <(${name} completion bash)
_${name}() {
  local command=${defaultCommand} word=\${COMP_WORDS[COMP_CWORD]} option=\${COMP_WORDS[COMP_CWORD-1]}
  local words='' paths='' list='' before='' found
  # readline splits --option=value
  if [[ $word == = ]]; then word=''; elif [[ $option == = ]]; then option=\${COMP_WORDS[COMP_CWORD-2]}; fi
  if ((COMP_CWORD == 1)); then
    case $word in
      -*) words=${quoted(options.map((option) => option.name))} ;;
      *) words=${quoted(names)} paths=folders ;;
    esac
  else
    case \${COMP_WORDS[1]} in ${names.join(' | ')}) command=\${COMP_WORDS[1]} ;; esac
    case "$command $option" in
${commands.flatMap(valueCases).join('\n')}
      *)
        case "$command $word" in
${commands.map(({ name: command, options: own }) => `          '${command} -'*) words=${quoted(own.map((option) => option.name))} ;;`).join('\n')}
${commands.flatMap(argumentCase).join('\n')}
        esac
        ;;
    esac
  fi
  if [[ -n $list ]]; then
    compopt -o nospace 2>/dev/null
    if [[ $word == *,* ]]; then before=\${word%,*},; fi
  fi
  COMPREPLY=()
  while IFS= read -r found; do
    printf -v found %q "$found"
    COMPREPLY+=("$before$found")
  done < <(compgen -W "$words" -- "\${word#"$before"}")
  if [[ -n $paths ]]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r found; do
      COMPREPLY+=("$found")
    done < <(if [[ $paths == folders ]]; then compgen -d -- "$word"; else compgen -f -- "$word"; fi)
  fi
}
complete -F _${name} ${name}
`;
}

/** What follows the options that take a value, those with the same values together. */
function valueCases({ name, options }: CompletedCommand): readonly string[] {
  const patterns = new Map<string, string[]>();
  for (const option of options) {
    if (option.values === undefined) continue;
    const set = assignments(option.values);
    patterns.set(set, [...(patterns.get(set) ?? []), `'${name} ${option.name}'`]);
  }
  return [...patterns].map(([set, of]) => `      ${of.join(' | ')}) ${set} ;;`);
}

function argumentCase({ name, argument }: CompletedCommand): readonly string[] {
  return argument === undefined ? [] : [`          '${name} '*) ${assignments(argument)} ;;`];
}

/** The variables that say what is offered; nothing is where they stay empty. */
function assignments({ words, paths, isList }: OfferedValues): string {
  const set = [
    ...(words.length > 0 ? [`words=${quoted(words)}`] : []),
    ...(paths === 'none' ? [] : [`paths=${paths}`]),
    ...(isList && words.length > 0 ? ['list=yes'] : []),
  ];
  return set.length > 0 ? set.join(' ') : ':';
}

function quoted(words: readonly string[]): string {
  return `'${words.join(' ')}'`;
}
