import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import { print, printJson } from './say.ts';

/** `measure completion <shell>` */
export function addCompletionCommand(program: CommandUnknownOpts): void {
  program
    .command('completion')
    .summary('a script that completes command lines in bash, zsh or fish')
    .description(
      'Prints a script with which a shell completes commands, options, their choices, files and folders. Of bash ' +
        'it belongs into ~/.bashrc, as in the first example.',
    )
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish'] as const))
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'source <(measure completion bash)',
        'measure completion zsh > "$fpath[1]/_measure"',
        'measure completion fish > ~/.config/fish/completions/measure.fish',
      ),
    )
    .action(async (shell, { json }) => {
      const { completionScript } = await import('./completion/completionScript.ts');
      const script = completionScript(shell, program);
      if (json) printJson({ shell, script });
      else print(script.trimEnd());
    });
}
