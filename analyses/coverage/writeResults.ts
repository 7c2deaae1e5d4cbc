import { join } from 'node:path';
import { makeFolder } from '../../src/makeFolder.ts';
import { replaceFile } from '../../src/replaceFile.ts';
import { writeFigure } from '../../src/report/writeFigure.ts';
import { csvOf } from '../trainings/tables.ts';
import { figure } from './figure.ts';
import type { FewPermutations } from './permutations.ts';
import { distanceOf } from './pValues.ts';
import { readme } from './readme.ts';
import type { Result } from './results.ts';

/** All that was found, by so many studies of each case. */
export interface Written {
  readonly results: readonly Result[];
  readonly few: readonly FewPermutations[];
  readonly studies: number;
  /** How long that took. */
  readonly seconds: number;
}

/** Writes README.md, coverage.csv and the figure. */
export async function writeResults(folder: string, written: Written): Promise<void> {
  makeFolder(folder);
  replaceFile(join(folder, 'coverage.csv'), csvOf(written.results.map(csvRow)));
  await writeFigure(folder, 'coverage', figure(written.results));
  replaceFile(join(folder, 'README.md'), readme(written));
}

function csvRow(result: Result) {
  const { population, grid } = result.case;
  const { pValues } = result;
  return {
    population: population.name,
    grid: grid.name,
    models: result.models,
    of: result.of,
    statistic: result.statistic,
    hyperparameter: result.hyperparameter,
    true_value: result.truth,
    studies: result.studies,
    mean_estimate: result.mean,
    deviation: result.deviation,
    without_interval: result.undefined,
    coverage: result.coverage,
    above: result.above,
    below: result.below,
    mean_width: result.meanWidth,
    ks_distance: pValues && distanceOf(pValues),
    p_largest_step: pValues?.largestStep ?? null,
    p_at_most_0_01: pValues?.rejected[0] ?? null,
    p_at_most_0_05: pValues?.rejected[1] ?? null,
    p_at_most_0_1: pValues?.rejected[2] ?? null,
  };
}
