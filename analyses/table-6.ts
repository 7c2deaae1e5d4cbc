/**
 * Table 6 of the paper at a small scale: SGD, SAM and ASAM on training labels with 0 to 80 % of symmetric noise.
 *
 *   node --import tsx analyses/table-6.ts --data DIR [--runs DIR] [--out DIR] [--workers N] [--seeds N]
 *
 * The options are those of analyses/table-2-3.ts.
 */
import { join } from 'node:path';
import { replaceFile } from '../src/replaceFile.ts';
import { caseName, casesOf, NOISE_RATES, SCALE } from './table-6/cases.ts';
import { readme } from './table-6/readme.ts';
import { METHODS } from './trainings/planned.ts';
import { type Outcomes, runAnalysis } from './trainings/runAnalysis.ts';
import { summarize } from './trainings/summary.ts';
import { csvOf, runsCsv, summaryCells } from './trainings/tables.ts';

await runAnalysis({
  name: 'table-6',
  scale: SCALE,
  casesOf,
  write: (out, outcomes, scale) => {
    replaceFile(join(out, 'runs.csv'), runsCsv(outcomes));
    replaceFile(join(out, 'table.csv'), tableCsv(outcomes));
    replaceFile(join(out, 'README.md'), readme(outcomes, scale));
  },
});

function tableCsv(outcomes: Outcomes): string {
  const rows = NOISE_RATES.flatMap((noise) =>
    METHODS.map((method) => ({
      noise_percent: noise,
      method,
      ...summaryCells(summarize(outcomes.get(caseName(noise, method)) ?? [])),
    })),
  );
  return csvOf(rows);
}
