import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import { dataOption } from './sharedOptions.ts';

/** `measure doctor` */
export function addDoctorCommand(program: CommandUnknownOpts): void {
  program
    .command('doctor')
    .summary('what is installed here, what is missing, and how to get it')
    .description(
      'Looks at all that measuring may need: Node.js, the engines (each is started once), GPU, memory, disk, ' +
        'figures, datasets, Slurm. Of what is missing it prints the command that gets it. Exit code 0 when ' +
        'measuring works at all, else 1.',
    )
    .addOption(dataOption())
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('measure doctor', 'measure doctor --data data --json'))
    .action(async (options) => {
      const { runDoctor } = await import('./doctor/runDoctor.ts');
      await runDoctor(options);
    });
}
