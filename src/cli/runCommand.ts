import { existsSync } from 'node:fs';
import { type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { defaultMinTrainAccuracy } from '../correlation/gate.ts';
import { nearest } from '../nearest.ts';
import { examples } from './examples.ts';
import {
  listOf,
  name,
  numberWithin,
  paperRadii,
  positiveNumber,
  radii,
  sampleSize,
  shareBelowOne,
  wholeNumber,
} from './optionValues.ts';
import { presetBeside, presetOption } from './presets.ts';
import {
  dataOption,
  engineOption,
  normalizationsOption,
  normOrdersOption,
  workersOption,
} from './sharedOptions.ts';
import { refuseUnheard } from './unheardOptions.ts';

/** `measure run <folder...>`, also without the word `run`. */
export function addRunCommand(program: CommandUnknownOpts): void {
  program
    .command('run <folder...>', { isDefault: true })
    .summary('measure every checkpoint below the folders, correlate, report (the default command)')
    .description(
      'Measures every checkpoint below the folders, correlates the measures with the generalization gap, and ' +
        'writes tables and a report. Started again with the same options, it goes on where it stopped. ' +
        "The defaults are the paper's, but for the sample of 1024 examples and evaluation mode, which are ours.",
    )
    .addOption(dataOption())
    .option(
      '--dataset <name>',
      "the dataset of every checkpoint (default: what each one's config.json names)",
    )
    .addOption(presetOption())
    .option('--samples <count>', 'training examples to measure on, or all', sampleSize, 1024)
    .addOption(
      new Option(
        '--sampling <how>',
        'in file order, or the same random ones for every checkpoint (default: first; of class folders shuffled)',
      ).choices(['first', 'shuffled'] as const),
    )
    .addOption(
      new Option('--m <list>', 'examples in a group, which has a maximizer of its own')
        .argParser(listOf(wholeNumber(1)))
        .default([8] as readonly number[], '8'),
    )
    .addOption(normOrdersOption())
    .addOption(normalizationsOption(['none', 'element']))
    .addOption(
      new Option(
        '--rho <list>',
        "radii, or paper: the paper's twelve, 5e-6 to 1, or chosen: the one that it chose for each measure",
      )
        .argParser(radii)
        .default(paperRadii as readonly number[] | 'chosen', 'paper'),
    )
    .option('--eta <number>', 'added to |w| and to the norm of a filter', numberWithin(0), 0.01)
    .addOption(
      new Option('--bias <policy>', 'how T_w treats biases: as 1, like weights, or not perturbed')
        .choices(['constant', 'normalized', 'frozen'] as const)
        .default('constant' as const),
    )
    .addOption(
      new Option('--ascent <name>', 'how the maximum is looked for')
        .choices(['one-step', 'pgd', 'apgd', 'epfl-apgd', 'average-gaussian', 'average-uniform'] as const)
        .default('one-step' as const),
    )
    .option('--steps <count>', 'of pgd, apgd and epfl-apgd', wholeNumber(1), 20)
    .option(
      '--restarts <count>',
      'starts of pgd, apgd and epfl-apgd: at 0, then random ones',
      wholeNumber(1),
      1,
    )
    .option('--step-size <number>', 'of pgd, in radii (default: 2.5 / steps)', positiveNumber)
    .option('--momentum <share>', 'of pgd: of the last step, what the next one adds', shareBelowOne, 0.75)
    .option('--draws <count>', 'of average-gaussian and average-uniform', wholeNumber(1), 20)
    .addOption(
      new Option('--sigma <size>', 'of average-gaussian; k is the number of perturbed parameters')
        .choices(['rho', 'rho/sqrt(k)'] as const)
        .default('rho' as const),
    )
    .addOption(
      new Option('--loss <name>', 'what is measured: its gradient and its rise')
        .choices(['cross-entropy', 'normalized-logits', 'margin'] as const)
        .default('cross-entropy' as const),
    )
    .addOption(
      new Option('--bn <mode>', "batch norm by its running statistics, or by the group's own")
        .choices(['evaluation', 'batch'] as const)
        .default('evaluation' as const),
    )
    .addOption(
      new Option('--perturb <list>', 'names of perturbed parameters, with * for any characters')
        .argParser(listOf(name))
        .default(['*'] as readonly string[], '*'),
    )
    .option('--layers', 'also measure each layer by itself')
    .addOption(
      new Option('--augmentation <kind>', 'of the examples: random crops with padding 4, and flips')
        .choices(['none', 'crop', 'crop-flip'] as const)
        .default('none' as const),
    )
    .option('--save-perturbations', 'write the perturbation behind every value to a file')
    .addOption(
      new Option('--precision <type>', 'of the losses; float64 needs the native engine')
        .choices(['float32', 'float64'] as const)
        .default('float32' as const),
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
    .option(
      '--seed <number>',
      'of the sample, where it is shuffled, of random starts and draws, and of the augmentation',
      wholeNumber(0),
      0,
    )
    .option('--convergence', 'also say how the values settle as samples are added: is --samples enough?')
    .option(
      '--curve',
      'also write the best value after each step of pgd, apgd and epfl-apgd: best_1, best_2 ...',
    )
    .option('--out <dir>', 'the output folder', name, 'sharpness')
    .option(
      '--color <hyperparameter>',
      'what colors the points of the figure (default: the first that varies)',
      name,
    )
    .option('--quiet', 'no progress')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'measure runs --data data --out sharpness',
        'measure run runs --preset epfl --normalization element --loss normalized-logits',
        'measure run runs --samples 64 --p 2 --normalization none,element,filter --rho 0.05,0.5',
      ),
    )
    .action(async (folders, options, command) => {
      requireCommandOrFolder(folders[0]!, command.parent!);
      const { runMeasure } = await import('./runMeasure.ts');
      const chosen = { ...options, ...presetBeside(command, options.preset) };
      refuseUnheard(command, chosen);
      await runMeasure(folders, chosen);
    });
}

/** The default command takes any first word for a folder: one that is none may be a mistyped command. */
function requireCommandOrFolder(word: string, program: CommandUnknownOpts): void {
  if (program.args[0] === 'run' || existsSync(word)) return;
  const meant = nearest(word, [...program.commands.map((command) => command.name()), 'help']);
  const hint = meant ? `did you mean "measure ${meant}"?` : '"measure --help" lists the commands';
  throw new InvalidArgumentError(`${JSON.stringify(word)} is neither a command nor a folder: ${hint}`);
}
