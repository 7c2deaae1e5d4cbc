import { type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import { datasetFlags, modelFlags } from './modelFlags.ts';
import { name } from './optionValues.ts';
import { addFlags, givenFlags, type RecipeFlag } from './recipeFlag.ts';
import { dataOption, engineOption, threadsOption } from './sharedOptions.ts';
import {
  augmentationFlags,
  optimizerFlags,
  runFlags,
  scheduleFlags,
  sharpnessFlags,
} from './trainingFlags.ts';

const groups: readonly (readonly [heading: string, flags: readonly RecipeFlag[]])[] = [
  ['Dataset:', datasetFlags],
  ['Model:', modelFlags],
  ['Optimizer:', optimizerFlags],
  ['SAM and ASAM:', sharpnessFlags],
  ['Length, batches and learning rate:', scheduleFlags],
  ['Training images and labels:', augmentationFlags],
  ['Run:', runFlags],
];
const allFlags: readonly RecipeFlag[] = groups.flatMap(([, flags]) => flags);

/** `measure train [recipe.yaml]` */
export function addTrainCommand(program: CommandUnknownOpts): void {
  const command = program
    .command('train')
    .summary('one model: SGD, Adam, SAM or ASAM -> a run folder')
    .description(
      'Trains one model and writes its run folder. What to train and how stands in a recipe (YAML) or in options; ' +
        'options win over the recipe. The same recipe and seed give the same model.',
    )
    .argument('[recipe]', 'a YAML file')
    .option('--out <dir>', 'the run folder', name)
    .addOption(dataOption())
    .addOption(engineOption())
    .addOption(threadsOption())
    .option('--resume', 'go on with a run that was stopped; a complete one is left as it is')
    .option('--overwrite', 'replace a run')
    .option('--dry-run', 'print the whole recipe as YAML, and train nothing')
    .option('--quiet', 'no progress')
    .option('--json', 'print one JSON document');
  for (const [heading, flags] of groups) addFlags(command, heading, flags);
  command
    .addHelpText(
      'after',
      examples(
        'measure train --out runs/cnn-1 --data data --epochs 20 --optimizer asam',
        'measure train recipe.yaml --out runs/wrn-sam --optimizer sam --rho 0.1',
        'measure train recipe.yaml --out runs/wrn-sam --resume',
        'measure train recipe.yaml --dry-run',
      ),
    )
    .action(async (recipe, options) => {
      const { out, dryRun, resume, overwrite } = options;
      if (out === undefined && !dryRun) {
        throw new InvalidArgumentError(
          "required option '--out <dir>' not specified: the run folder to write",
        );
      }
      if (resume && overwrite) throw new InvalidArgumentError('--resume and --overwrite exclude each other');
      const { runTrain } = await import('./runTrain.ts');
      await runTrain({ recipe, given: givenFlags(command, allFlags) }, options);
    });
}
