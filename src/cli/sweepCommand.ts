import { type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import { listOf, name, nameLike, wholeNumber } from './optionValues.ts';
import { printJson } from './say.ts';
import { dataOption, engineOption, resamplesOption, workersOption } from './sharedOptions.ts';
import { addSlurmFlags, jobAction, slurmFlagsOf } from './slurmFlags.ts';

/** `measure sweep <study>` */
export function addSweepCommand(program: CommandUnknownOpts): void {
  const command = program
    .command('sweep')
    .summary('a grid of runs, here or on Slurm: train, measure, correlate; goes on where it stopped')
    .description(
      'Trains every run of a study, measures all of them, correlates the measures with the generalization gap, and ' +
        'reports. The study is a YAML file, or one that is built in: asam-paper, laptop. Started again, it does what ' +
        'is missing.',
    )
    .argument(
      '[study]',
      'a YAML file, or a built-in study: asam-paper, laptop',
      nameLike(['asam-paper', 'laptop']),
    )
    .option('--out <dir>', 'the folder of the sweep (default: sweeps/ and the name of the study)', name)
    .addOption(dataOption())
    .addOption(engineOption())
    .addOption(workersOption())
    .option(
      '--gpus <list>',
      'one worker for each of these GPUs, as CUDA_VISIBLE_DEVICES names them',
      listOf(name),
    )
    .option(
      '--retries <count>',
      'how many more workers a run may cost that lost its first',
      wholeNumber(0),
      1,
    )
    .addOption(resamplesOption())
    .option('--schema', 'print the JSON Schema of study files, for editors')
    .option('--dry-run', 'list the runs, what they would cost in time and on the disk, and train nothing')
    .option('--quiet', 'no progress')
    .option('--json', 'print one JSON document');
  addSlurmFlags(command);
  command
    .addHelpText(
      'after',
      examples(
        'measure sweep laptop --data data',
        'measure sweep study.yaml --dry-run',
        'measure sweep study.yaml --on slurm --partition gpu --time 2:00:00',
        'measure sweep study.yaml --status',
      ),
    )
    .action(async (study, options) => {
      const flags = slurmFlagsOf(command);
      const action = jobAction(command);
      if (options.schema) {
        const { studyJsonSchema } = await import('./studyJsonSchema.ts');
        return printJson(studyJsonSchema());
      }
      if (study === undefined)
        throw new InvalidArgumentError(
          "missing required argument 'study': a YAML file, or one that is built in, asam-paper or laptop",
        );
      const { runSweep } = await import('./runSweep.ts');
      await runSweep(study, { ...options, ...flags }, action);
    });
}
