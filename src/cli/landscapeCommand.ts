import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import {
  name,
  nameLike,
  normOrder,
  oddNumber,
  positiveNumber,
  sampleSize,
  wholeNumber,
} from './optionValues.ts';
import {
  biasOption,
  dataOption,
  datasetNames,
  engineOption,
  etaOption,
  momentumOption,
  precisionOption,
  restartsOption,
  stepSizeOption,
  stepsOption,
  workersOption,
} from './sharedOptions.ts';
import { refuseUnheard } from './unheardOptions.ts';

/** `measure landscape <checkpoint>` */
export function addLandscapeCommand(program: CommandUnknownOpts): void {
  const command = program
    .command('landscape <checkpoint>')
    .summary(
      'the loss around a checkpoint: slices and a plane of random directions, and through the maximizer',
    )
    .description(
      'Draws the loss around a checkpoint: a plane of two random directions whose filters have the norms of ' +
        "the network's (Li et al. 2018), slices along each, and the line through the maximizer that sharpness " +
        'finds, where the loss at t = 1 is what "measure run" reports. Writes figures and tables. Started again ' +
        'with the same options, it goes on where it stopped.',
    )
    .optionsGroup('The plane:')
    .option('--span <number>', 'how far it reaches, in norms of each filter', positiveNumber, 1)
    .option('--points <count>', 'on each axis, an odd number', oddNumber(3), 41)
    .addOption(
      new Option(
        '--bias-bn <policy>',
        'biases and batch norm in random directions: ignored (left as they are), or normalized (each by itself)',
      )
        .choices(['ignored', 'normalized'] as const)
        .default('ignored' as const),
    )
    .optionsGroup('The maximizer, as in "measure run":')
    .option('--m <count>', 'examples in a group, which has a maximizer of its own', wholeNumber(1), 8)
    .option('--p <order>', 'norm order: a number above 1, or inf', normOrder, 2)
    .addOption(
      new Option('--normalization <kind>', 'none (sharpness), element, filter (adaptive sharpness)')
        .choices(['none', 'element', 'filter'] as const)
        .default('element' as const),
    )
    .option('--rho <number>', 'the radius (default: the one that the paper chose)', positiveNumber)
    .addOption(etaOption())
    .addOption(biasOption())
    .addOption(
      new Option('--ascent <name>', 'how the maximum is looked for')
        .choices(['one-step', 'pgd', 'apgd', 'epfl-apgd'] as const)
        .default('one-step' as const),
    )
    .addOption(stepsOption())
    .addOption(restartsOption())
    .addOption(stepSizeOption())
    .addOption(momentumOption())
    .optionsGroup('Loss, engine and results:')
    .addOption(dataOption())
    .option(
      '--dataset <name>',
      "the checkpoint's dataset (default: what its config.json names)",
      nameLike(datasetNames),
    )
    .option('--samples <count>', 'training examples to measure on, or all', sampleSize, 128)
    .addOption(
      new Option(
        '--sampling <how>',
        'in file order, or random ones (default: first; of class folders shuffled)',
      ).choices(['first', 'shuffled'] as const),
    )
    .addOption(
      new Option('--loss <name>', 'what is drawn')
        .choices(['cross-entropy', 'normalized-logits', 'margin'] as const)
        .default('cross-entropy' as const),
    )
    .addOption(precisionOption())
    .option('--seed <number>', 'of the directions, a shuffled sample and random starts', wholeNumber(0), 0)
    .addOption(engineOption())
    .addOption(workersOption())
    .option('--out <dir>', 'the output folder', name, 'landscape')
    .option('--quiet', 'no progress')
    .option('--json', 'print one JSON document');
  command
    .addHelpText(
      'after',
      examples(
        'measure landscape runs/cnn-1 --data data --out landscape',
        'measure landscape runs/cnn-1 --span 0.5 --points 51 --samples 1024',
        'measure landscape runs/cnn-1 --ascent apgd --p inf --normalization none',
      ),
    )
    .action(async (checkpoint, options) => {
      refuseUnheard(command, { ...options, p: [options.p] });
      const { runLandscape } = await import('./runLandscape.ts');
      await runLandscape(checkpoint, options);
    });
}
