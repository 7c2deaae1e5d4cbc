import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import { wholeNumber } from './optionValues.ts';

/** `measure task <folder> <index>`: what a task of a job array runs; not for people, so not in the help. */
export function addTaskCommand(program: CommandUnknownOpts): void {
  program
    .command('task <folder>', { hidden: true })
    .addArgument(new Argument('<index>').argParser(wholeNumber(0)))
    .description('Does one task of a job that was submitted to a cluster.')
    .addHelpText('after', examples('measure task sweeps/laptop 3'))
    .action(async (folder, index) => {
      const { runTask } = await import('./runTask.ts');
      await runTask(folder, index);
    });
}
