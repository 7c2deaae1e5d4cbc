import { statSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { type Correlations, correlate, correlateTable, type Grouping } from '../correlation/index.ts';
import { rankTable, rankTableText, readOutputTables, readTable, writeTables } from '../report/index.ts';
import { UserError } from '../userError.ts';
import { averagedText, emptyPsisText } from './groupingText.ts';
import { plural, print, printJson } from './say.ts';
import { tellUnresampled } from './tellUnresampled.ts';

/** What the command line of `measure correlate` says. */
export interface CorrelateCommandOptions extends Grouping {
  readonly gap?: string | undefined;
  readonly measures?: readonly string[] | undefined;
  readonly hyperparameters?: readonly string[] | undefined;
  readonly minTrainAccuracy?: number | undefined;
  readonly resamples?: number | undefined;
  readonly seed: number;
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Correlates a table or an output folder, writes what it found and prints it. */
export async function runCorrelate(path: string, options: CorrelateCommandOptions): Promise<void> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const found = await (isFolder ? ofFolder(path, options) : ofTable(path, options));
  const { rows, ...counts } = found;
  const { out } = options;
  if (out !== undefined) await writeTables(out, { correlations: rows });
  tellUnresampled(options.resamples, found.resamples);
  if (options.json) {
    printJson({ ...counts, table: rankTable(rows), correlations: rows, out: out ?? null });
    return;
  }
  print(rankTableText(rankTable(rows)));
  const { models, leftOut, dropped, emptyPsis } = counts;
  const entered = `${plural(models, 'model')} entered${averagedText(options.seeds)}`;
  print(`${entered}${isFolder ? `, the gate left ${leftOut} out` : ''}.`);
  for (const { measure, p, normalization, rho, dropped: without } of dropped) {
    const name = [measure, p && `p = ${p}`, normalization, rho && `rho = ${rho}`].filter(Boolean).join(', ');
    print(`${name}: ${plural(without, 'model')} dropped, without a number.`);
  }
  if (emptyPsis.length > 0) print(emptyPsisText(emptyPsis));
  if (out !== undefined) print(`Coefficients: ${join(out, 'correlations.csv')}`);
}

async function ofFolder(folder: string, options: CorrelateCommandOptions): Promise<Correlations> {
  if (options.measures !== undefined) {
    throw new InvalidArgumentError('--measures is for a table: of an output folder, all measures are taken');
  }
  const { gap = 'loss', minTrainAccuracy, hyperparameters, seeds, bins, resamples, seed } = options;
  if (gap !== 'loss' && gap !== 'error') {
    throw new InvalidArgumentError(`--gap of an output folder is loss or error, not ${JSON.stringify(gap)}`);
  }
  const { checkpoints, measurements } = await readOutputTables(folder);
  return naming(folder, () =>
    correlate({
      ...{ checkpoints, measurements, gap, minTrainAccuracy, hyperparameters },
      ...{ seeds, bins, resamples, seed },
    }),
  );
}

async function ofTable(path: string, options: CorrelateCommandOptions): Promise<Correlations> {
  const { gap, measures, hyperparameters = [], seeds, bins, resamples, seed } = options;
  if (gap === undefined || measures === undefined) {
    const missing = gap === undefined ? '--gap COLUMN' : '--measures A,B';
    throw new InvalidArgumentError(`a table needs ${missing}: which of its columns to correlate`);
  }
  if (options.minTrainAccuracy !== undefined) {
    throw new InvalidArgumentError(
      '--min-train-accuracy is for an output folder: leave rows out of the table',
    );
  }
  const { columns } = await readTable(path);
  return naming(path, () =>
    correlateTable({ columns, gap, measures, hyperparameters, seeds, bins, resamples, seed }),
  );
}

/** Errors of columns name the file that has them. */
function naming<T>(path: string, correlated: () => T): T {
  try {
    return correlated();
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${path}: ${error.message}`) : error;
  }
}
