import { type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import { meantCommand } from './meant.ts';
import { nameLike } from './optionValues.ts';

/** `measure help [command]` */
export function addHelpCommand(program: CommandUnknownOpts): void {
  program
    .helpCommand(false)
    .command('help')
    .summary('print the help of a command')
    .description('Prints the help of a command: what it does, its options, examples. So does its --help.')
    .argument(
      '[command]',
      'whose help',
      nameLike(
        program
          .createHelp()
          .visibleCommands(program)
          .map((one) => one.name()),
      ),
    )
    .addHelpText('after', examples('measure help', 'measure help run'))
    .action((word) => {
      if (word === undefined) return program.outputHelp();
      const command = program.commands.find((one) => one.name() === word);
      if (!command) throw new InvalidArgumentError(unknownCommand(word, program));
      command.outputHelp();
    });
}

/** What to say of a word that is no command. */
export function unknownCommand(word: string, program: CommandUnknownOpts, kind = 'no command'): string {
  const meant = meantCommand(word, program);
  const hint =
    meant === undefined ? '"measure --help" lists the commands' : `did you mean "measure ${meant}"?`;
  return `${JSON.stringify(word)} is ${kind}: ${hint}`;
}
