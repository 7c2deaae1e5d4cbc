import { type Command, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { complexityFamilies } from '../complexity/weights/catalogue.ts';
import type { EngineName } from '../engine/description.ts';
import type { MeasureRequest } from '../studies/index.ts';
import { families, listOf, name, paperRadii, radii, sampleSize, wholeNumber } from './optionValues.ts';
import { type PlanOptions, planOf } from './planOptions.ts';
import { type PresetName, presetBeside, presetOption } from './presets.ts';
import {
  biasOption,
  etaOption,
  momentumOption,
  normalizationsOption,
  normOrdersOption,
  precisionOption,
  restartsOption,
  stepSizeOption,
  stepsOption,
} from './sharedOptions.ts';
import { refuseUnheard } from './unheardOptions.ts';

/** What is measured of every checkpoint, and what is told of it: what `measure run` and a study's measures share. */
export interface MeasureOptions extends PlanOptions {
  readonly preset?: PresetName | undefined;
  readonly convergence?: boolean | undefined;
  readonly color?: string | undefined;
}

/** Adds the options of measuring to a command. */
export function addMeasureOptions<Args extends unknown[]>(
  command: Command<Args>,
): Command<Args, Pick<MeasureOptions, keyof MeasureOptions>> {
  return command
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
    .addOption(etaOption())
    .addOption(biasOption())
    .addOption(
      new Option('--ascent <name>', 'how the maximum is looked for')
        .choices(['one-step', 'pgd', 'apgd', 'epfl-apgd', 'average-gaussian', 'average-uniform'] as const)
        .default('one-step' as const),
    )
    .addOption(stepsOption())
    .addOption(restartsOption())
    .addOption(stepSizeOption())
    .addOption(momentumOption())
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
    .addOption(precisionOption())
    .option(
      '--seed <number>',
      'of the sample, where it is shuffled, of random starts and draws, of the augmentation, and of resamples',
      wholeNumber(0),
      0,
    )
    .addOption(
      new Option(
        '--complexity <list>',
        `also other generalization measures: ${complexityFamilies.join(', ')}, or all`,
      ).argParser(families),
    )
    .option('--convergence', 'also say how the values settle as samples are added: is --samples enough?')
    .option(
      '--curve',
      'also write the best value after each step of pgd, apgd and epfl-apgd: best_1, best_2 ...',
    )
    .option('--save-perturbations', 'write the perturbation behind every value to a file')
    .option(
      '--color <hyperparameter>',
      'what colors the points of the figure (default: the first that varies)',
      name,
    );
}

/** The options of a command with its preset under those that were given; refuses what its ascent would not hear. */
export function chosenOptions<Options extends MeasureOptions>(
  command: CommandUnknownOpts,
  options: Options,
): Options {
  const chosen = { ...options, ...presetBeside(command, options.preset) };
  refuseUnheard(command, chosen);
  return chosen;
}

/** What a request says of measuring. */
export type Measuring = Pick<MeasureRequest, 'plan' | 'shuffleFolders' | 'preset' | 'convergence' | 'color'>;

/** What to measure, and what to tell of it. */
export function measuringOf(options: MeasureOptions, engine: EngineName): Measuring {
  const { preset, convergence, color, sampling } = options;
  return {
    plan: planOf(options, engine),
    shuffleFolders: sampling === undefined,
    preset,
    convergence,
    color,
  };
}
