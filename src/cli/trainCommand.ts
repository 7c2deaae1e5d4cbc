import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { engineChoices } from './chooseEngine.ts';
import { examples } from './examples.ts';
import {
  listOfCounts,
  name,
  numberWithin,
  positiveNumber,
  shareBelowOne,
  wholeNumber,
} from './optionValues.ts';

/** `measure train` */
export function addTrainCommand(program: CommandUnknownOpts): void {
  program
    .command('train')
    .summary('one model: SGD -> a run folder')
    .description('Trains one model with SGD and writes its run folder. The same seed gives the same model.')
    .requiredOption('--out <dir>', 'the run folder', name)
    .option('--data <dir>', 'the folder that holds mnist/, fashion-mnist/ ...', name, 'data')
    .option('--dataset <name>', 'mnist, fashion-mnist or kmnist', 'mnist')
    .option('--train-count <count>', 'the first so many training examples (default: all)', wholeNumber(1))
    .option('--test-count <count>', 'the first so many test examples (default: all)', wholeNumber(1))
    .addOption(
      new Option('--model <architecture>', 'what to train')
        .choices(['mlp', 'cnn', 'resnet', 'wide-resnet'] as const)
        .default('cnn' as const),
    )
    .option('--hidden <list>', 'mlp: units of the hidden layers (default: 128)', listOfCounts)
    .option('--channels <list>', 'cnn: channels of the convolutions (default: 8,16,16)', listOfCounts)
    .option('--batch-norm', 'cnn: batch norm after every convolution (default)')
    .option('--no-batch-norm', 'cnn: without batch norm')
    .option(
      '--depth <count>',
      'resnet: 6n + 2 layers (default: 20); wide-resnet: 6n + 4 (default: 28)',
      wholeNumber(1),
    )
    .option('--widen-factor <count>', 'wide-resnet: how many times wider (default: 2)', wholeNumber(1))
    .option('--dropout <rate>', 'cnn, wide-resnet: share of dropped activations (default: 0)', shareBelowOne)
    .option('--epochs <count>', 'passes over the training examples', wholeNumber(1), 20)
    .option('--batch-size <count>', 'examples a step', wholeNumber(1), 128)
    .option('--learning-rate <number>', 'the first one', positiveNumber, 0.1)
    .option('--momentum <number>', 'of SGD', shareBelowOne, 0.9)
    .option('--weight-decay <number>', 'added to the gradient, times the parameter', numberWithin(0), 5e-4)
    .addOption(
      new Option('--schedule <name>', 'of the learning rate')
        .choices(['cosine', 'constant'] as const)
        .default('cosine' as const),
    )
    .option('--label-smoothing <share>', 'of probability, spread over all classes', shareBelowOne, 0)
    .option('--seed <number>', 'of initialization, order and dropout', wholeNumber(0), 0)
    .addOption(
      new Option('--engine <name>', 'where tensors run').choices(engineChoices).default('auto' as const),
    )
    .option('--overwrite', 'replace a complete run')
    .option('--quiet', 'no progress')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'measure train --out runs/cnn-1 --data data --epochs 20',
        'measure train --out runs/wrn --model wide-resnet --depth 10 --widen-factor 1 --learning-rate 0.05',
      ),
    )
    .action(async (options) => {
      const { runTrain } = await import('./runTrain.ts');
      await runTrain(options);
    });
}
