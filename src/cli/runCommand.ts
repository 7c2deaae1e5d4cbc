import { existsSync } from 'node:fs';
import { type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { defaultMinTrainAccuracy } from '../correlation/gate.ts';
import { examples } from './examples.ts';
import { unknownCommand } from './helpCommand.ts';
import { addMeasureOptions, chosenOptions } from './measureOptions.ts';
import { name, nameLike, numberWithin } from './optionValues.ts';
import {
  binsOption,
  dataOption,
  datasetNames,
  engineOption,
  resamplesOption,
  seedsOption,
  workersOption,
} from './sharedOptions.ts';
import { addSlurmFlags, jobAction, slurmFlagsOf } from './slurmFlags.ts';

/** `measure run <folder...>`, also without the word `run`. */
export function addRunCommand(program: CommandUnknownOpts): void {
  const described = program
    .command('run', { isDefault: true })
    .summary('measure every checkpoint below the folders, correlate, report (the default command)')
    .description(
      'Measures every checkpoint below the folders, correlates the measures with the generalization gap, and ' +
        'writes tables and a report. Started again with the same options, it goes on where it stopped. ' +
        "The defaults are the paper's, but for the sample of 1024 examples and evaluation mode, which are ours.",
    )
    .argument('<folder...>', 'folders with checkpoints, at any depth')
    .optionsGroup('What is measured:');
  const command = addMeasureOptions(described)
    .optionsGroup('Checkpoints, engine and results:')
    .addOption(dataOption())
    .option(
      '--dataset <name>',
      "the dataset of every checkpoint (default: what each one's config.json names)",
      nameLike(datasetNames),
    )
    .addOption(engineOption())
    .addOption(workersOption())
    .addOption(
      new Option('--gap <kind>', 'the generalization gap: test - training loss, or error')
        .choices(['loss', 'error'] as const)
        .default('loss' as const),
    )
    .option(
      '--min-train-accuracy <share>',
      'only models above it enter the correlation; 0 lets all in',
      numberWithin(0, 1),
      defaultMinTrainAccuracy,
    )
    .addOption(seedsOption())
    .addOption(binsOption())
    .addOption(resamplesOption())
    .option('--out <dir>', 'the output folder', name, 'sharpness')
    .option('--quiet', 'no progress')
    .option('--json', 'print one JSON document');
  addSlurmFlags(command);
  command
    .addHelpText(
      'after',
      examples(
        'measure runs --data data --out sharpness',
        'measure runs --samples 64 --p 2 --normalization none,filter --rho 0.05,0.5',
        'measure run runs --preset epfl --loss normalized-logits --out epfl',
        'measure run runs --on slurm --partition cpu --time 1:00:00',
      ),
    )
    .action(async (folders, options) => {
      requireCommandOrFolder(folders[0]!, command.parent!);
      if (folders.includes('')) throw new InvalidArgumentError('the name of a folder is empty');
      const flags = slurmFlagsOf(command);
      const action = jobAction(command);
      const { runMeasure } = await import('./runMeasure.ts');
      await runMeasure(folders, { ...chosenOptions(command, options), ...flags }, action);
    });
}

/** The default command takes any first word for a folder: one that is none may be a mistyped command. */
function requireCommandOrFolder(word: string, program: CommandUnknownOpts): void {
  if (program.args[0] === 'run' || existsSync(word)) return;
  throw new InvalidArgumentError(unknownCommand(word, program, 'neither a command nor a folder'));
}
