import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { wholeNumber } from './optionValues.ts';

/** `measure task <folder> <index>`: what a task of a job array runs; not for people, so not in the help. */
export function addTaskCommand(program: CommandUnknownOpts): void {
  program
    .command('task <folder> <index>', { hidden: true })
    .description('Does one task of a job that was submitted to a cluster.')
    .action(async (folder, text) => {
      const { runTask } = await import('./runTask.ts');
      await runTask(folder, wholeNumber(0)(text));
    });
}
