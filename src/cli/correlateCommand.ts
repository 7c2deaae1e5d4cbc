import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { examples } from './examples.ts';
import { listOf, name, numberWithin, wholeNumber } from './optionValues.ts';
import { binsOption, resamplesOption, seedsOption } from './sharedOptions.ts';

/** `measure correlate <table>` */
export function addCorrelateCommand(program: CommandUnknownOpts): void {
  program
    .command('correlate')
    .summary('τ, ψ_i and Ψ of any table (CSV, Parquet, or an output folder)')
    .description(
      "Kendall's τ, the granulated coefficients ψ_i and their average Ψ of measures against the " +
        'generalization gap: of the columns of a CSV or Parquet table, or of an output folder.',
    )
    .argument('<table>', 'a CSV or Parquet file, or an output folder of measure run')
    .option('--gap <column>', "the gap's column; of an output folder: loss (default) or error", name)
    .option('--measures <columns>', 'the columns with the measures, with commas between', listOf(name))
    .option(
      '--hyperparameters <columns>',
      'those of the ψ_i (default: of a table none, of an output folder all that vary)',
      listOf(name),
    )
    .option(
      '--min-train-accuracy <share>',
      'of an output folder: only models above it enter; 0 lets all in (default: 0.99)',
      numberWithin(0, 1),
    )
    .addOption(seedsOption())
    .addOption(binsOption())
    .option(
      '--test-count <count>',
      'test examples behind every gap of the error: for robust sign-errors',
      wholeNumber(1),
    )
    .addOption(resamplesOption())
    .option('--seed <number>', 'of the resamples', wholeNumber(0), 0)
    .option(
      '--out <dir>',
      'write correlations, robustness and comparisons there, as .csv and .parquet (default: only print)',
    )
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples(
        'measure correlate models.csv --gap gap --measures sharpness,norm --out out',
        'measure correlate a.csv --gap gap --measures norm --hyperparameters lr,width',
        'measure correlate sharpness --gap error --min-train-accuracy 0',
        'measure correlate sharpness --seeds averaged --out averaged',
      ),
    )
    .action(async (table, options) => {
      const { runCorrelate } = await import('./runCorrelate.ts');
      await runCorrelate(table, options);
    });
}
