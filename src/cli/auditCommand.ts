import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import type { BiasPolicy } from '../sharpness/types.ts';
import { examples } from './examples.ts';
import {
  listOf,
  name,
  nameLike,
  numberWithin,
  oneOf,
  positiveNumber,
  sampleSize,
  wholeNumber,
  wholeNumberWithin,
} from './optionValues.ts';
import {
  dataOption,
  datasetNames,
  engineOption,
  normalizationsOption,
  normOrdersOption,
  workersOption,
} from './sharedOptions.ts';

const policies: readonly BiasPolicy[] = ['constant', 'normalized', 'frozen'];
const radii: readonly number[] = [1e-4, 1e-2];
const etas: readonly number[] = [0, 0.01];

/** `measure audit <checkpoint> [other]` */
export function addAuditCommand(program: CommandUnknownOpts): void {
  program
    .command('audit')
    .summary('which measures move when the network is rescaled without changing its function')
    .description(
      'Rescales a network without changing its function (nodes across ReLU; filters before batch norm), checks ' +
        'that losses and accuracies hold, and says how far each measure moved. With another checkpoint of the same ' +
        'function, compares the two instead.',
    )
    .argument('<checkpoint>', 'a run folder')
    .argument('[other]', 'a run folder with the same function')
    .optionsGroup('What is measured:')
    .option('--samples <count>', 'training examples to measure on, or all', sampleSize, 64)
    .option('--m <count>', 'examples in a group, which has a maximizer of its own', wholeNumber(1), 8)
    .addOption(normOrdersOption())
    .addOption(normalizationsOption(['none', 'element', 'filter']))
    .addOption(
      new Option('--bias <list>', 'how T_w treats biases: as 1, like weights, or not perturbed')
        .argParser(listOf(oneOf('constant', 'normalized', 'frozen')))
        .default(policies, 'constant,normalized,frozen'),
    )
    .addOption(
      new Option('--eta <list>', 'added to |w| and to the norm of a filter')
        .argParser(listOf(numberWithin(0)))
        .default(etas, '0,0.01'),
    )
    .addOption(
      new Option('--rho <list>', 'radii').argParser(listOf(positiveNumber)).default(radii, '1e-4,1e-2'),
    )
    .option('--max-power <count>', 'factors are powers of 2 up to this one', wholeNumberWithin(1, 16), 3)
    .option('--seed <number>', 'of the factors', wholeNumber(0), 0)
    .addOption(
      new Option(
        '--precision <type>',
        'of the losses (default: float64 with the native engine, else float32)',
      ).choices(['float32', 'float64'] as const),
    )
    .optionsGroup('Checkpoint, engine and results:')
    .addOption(dataOption())
    .option(
      '--dataset <name>',
      "the checkpoint's dataset (default: what its config.json names)",
      nameLike(datasetNames),
    )
    .addOption(engineOption())
    .addOption(workersOption())
    .option('--out <dir>', 'the output folder', name, 'audit')
    .option('--quiet', 'no progress')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'measure audit runs/cnn-1 --data data --out audit',
        'measure audit runs/cnn-1 runs/cnn-1-rescaled --normalization element --eta 0',
      ),
    )
    .action(async (checkpoint, other, options) => {
      const { runAudit } = await import('./runAudit.ts');
      await runAudit({ checkpoint, other }, options);
    });
}
