import { statSync } from 'node:fs';
import { join } from 'node:path';
import { InvalidArgumentError } from '@commander-js/extra-typings';
import {
  type Correlations,
  correlate,
  correlateTable,
  type Grouping,
  studiedModels,
  studiedTable,
} from '../correlation/index.ts';
import {
  answerSentence,
  type OutputTables,
  rankTable,
  rankTableText,
  readOutputTables,
  readTable,
  removeTable,
  reviewText,
  writeTables,
} from '../report/index.ts';
import { type ReviewTables, reviewTables } from '../studies/reviewTables.ts';
import { UserError } from '../userError.ts';
import { averagedText, emptyPsisText } from './groupingText.ts';
import { testCountIn } from './readManifest.ts';
import { oneLine, plural, print, printJson } from './say.ts';
import { tellUnresampled } from './tellUnresampled.ts';

/** What the command line of `measure correlate` says. */
export interface CorrelateCommandOptions extends Grouping {
  readonly gap?: string | undefined;
  readonly measures?: readonly string[] | undefined;
  readonly hyperparameters?: readonly string[] | undefined;
  readonly minTrainAccuracy?: number | undefined;
  readonly testCount?: number | undefined;
  readonly resamples?: number | undefined;
  readonly seed: number;
  readonly out?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Correlates a table or an output folder, writes what it found and prints it. */
export async function runCorrelate(path: string, options: CorrelateCommandOptions): Promise<void> {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const found = await (isFolder ? ofFolder(path, options) : ofTable(path, options));
  const { rows, robustness, comparisons, ...counts } = found;
  const { out } = options;
  if (out !== undefined) await writeFound(out, { correlations: rows, robustness, comparisons });
  tellUnresampled(options.resamples, found.resamples);
  if (options.json) {
    printJson({
      ...{ ...counts, table: rankTable(rows), correlations: rows },
      ...{ robustness: robustness ?? [], comparisons: comparisons ?? [], out: out ?? null },
    });
    return;
  }
  print(rankTableText(rankTable(rows)));
  print(oneLine(answerSentence(rows, counts.models)));
  const { models, leftOut, dropped, emptyPsis } = counts;
  const most = Math.max(0, ...rows.map((row) => row.models));
  const some = most < models ? `At most ${most} of ` : '';
  const entered = `${some}${plural(models, 'model')} entered${averagedText(options.seeds)}`;
  print(`${entered}${isFolder ? `, the gate left ${leftOut} out` : ''}.`);
  for (const { measure, p, normalization, rho, dropped: without } of dropped) {
    const name = [measure, p && `p = ${p}`, normalization, rho && `rho = ${rho}`].filter(Boolean).join(', ');
    print(oneLine(`${name}: ${plural(without, 'model')} dropped, without a number.`));
  }
  if (emptyPsis.length > 0) print(emptyPsisText(emptyPsis));
  for (const line of reviewText({ correlations: rows, robustness, comparisons })) print(oneLine(line));
  if (out !== undefined) print(`Coefficients: ${join(out, 'correlations.csv')}`);
}

/** What an earlier run resampled does not stay beside coefficients that it does not belong to. */
async function writeFound(
  out: string,
  tables: Pick<OutputTables, 'correlations' | 'robustness' | 'comparisons'>,
): Promise<void> {
  await writeTables(out, tables);
  for (const name of ['robustness', 'comparisons'] as const) {
    if (!tables[name]) await removeTable(out, name);
  }
}

type Found = Correlations & ReviewTables;

async function ofFolder(folder: string, options: CorrelateCommandOptions): Promise<Found> {
  if (options.measures !== undefined) {
    throw new InvalidArgumentError('--measures is for a table: of an output folder, all measures are taken');
  }
  const { gap = 'loss', minTrainAccuracy, hyperparameters, seeds, bins, resamples, seed } = options;
  if (gap !== 'loss' && gap !== 'error') {
    throw new InvalidArgumentError(`--gap of an output folder is loss or error, not ${JSON.stringify(gap)}`);
  }
  const { checkpoints, measurements } = await readOutputTables(folder);
  const testCount = options.testCount ?? testCountIn(folder);
  const models = { checkpoints, measurements, gap, minTrainAccuracy, hyperparameters, bins } as const;
  return naming(folder, () => {
    const correlations = correlate({ ...models, seeds, resamples, seed });
    const resampling = { resamples: correlations.resamples, seed: seed ?? 0 };
    return { ...correlations, ...reviewTables(() => studiedModels({ ...models, testCount }), resampling) };
  });
}

async function ofTable(path: string, options: CorrelateCommandOptions): Promise<Found> {
  const { gap, measures, hyperparameters = [], seeds, bins, testCount, resamples, seed } = options;
  if (options.minTrainAccuracy !== undefined) {
    throw new InvalidArgumentError(
      '--min-train-accuracy is for an output folder: leave rows out of the table',
    );
  }
  const { columns } = await readTable(path);
  if (gap === undefined || measures === undefined) {
    const missing = gap === undefined ? '--gap COLUMN' : '--measures A,B';
    throw new InvalidArgumentError(
      `${path}: a table needs ${missing}: its columns are ${Object.keys(columns).join(', ')}`,
    );
  }
  if ([...measures, ...hyperparameters].includes(gap)) {
    throw new InvalidArgumentError(
      `${path}: column ${JSON.stringify(gap)} is the gap; measures and hyperparameters are other columns`,
    );
  }
  const table = { columns, gap, measures, hyperparameters, bins };
  return naming(path, () => {
    const correlations = correlateTable({ ...table, seeds, resamples, seed });
    const resampling = { resamples: correlations.resamples, seed: seed ?? 0 };
    return { ...correlations, ...reviewTables(() => studiedTable({ ...table, testCount }), resampling) };
  });
}

/** Errors of columns name the file that has them. */
function naming<T>(path: string, correlated: () => T): T {
  try {
    return correlated();
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${path}: ${error.message}`, { cause: error }) : error;
  }
}
