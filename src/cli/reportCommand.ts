import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import { name } from './optionValues.ts';
import { print, printJson } from './say.ts';

/** `measure report <folder>` */
export function addReportCommand(program: CommandUnknownOpts): void {
  program
    .command('report')
    .summary('the figures of an output folder')
    .description(
      'Makes the report of an output folder anew from its tables: index.html, SVG, PNG, Vega-Lite.',
    )
    .argument('<folder>', 'an output folder of measure run')
    .option('--color <hyperparameter>', 'what colors the points (default: the first that varies)', name)
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples('measure report sharpness', 'measure report sharpness --color learningRate'),
    )
    .action(async (folder, { color, json }) => {
      const { rebuildReport } = await import('./rebuildReport.ts');
      const report = await rebuildReport(folder, color);
      if (json) printJson({ report });
      else print(`Report: ${report}`);
    });
}
