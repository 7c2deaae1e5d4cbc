/**
 * Tables 2 and 3 of the paper at a small scale: SGD, SAM and ASAM with three networks over five seeds.
 *
 *   node --import tsx analyses/table-2-3.ts --data DIR [--runs DIR] [--out DIR] [--workers N] [--seeds N]
 *
 * Runs that are finished in --runs (out/table-2-3) are not trained again, a stopped one goes on. Without --out it
 * writes the results that are kept in analyses/table-2-3. --dataset, --train-count, --test-count and --epochs make it
 * larger or smaller.
 */
import { join } from 'node:path';
import { replaceFile } from '../src/replaceFile.ts';
import { caseName, casesOf, NETWORKS, SCALE } from './table-2-3/cases.ts';
import { readme } from './table-2-3/readme.ts';
import { METHODS } from './trainings/planned.ts';
import { type Outcomes, runAnalysis } from './trainings/runAnalysis.ts';
import { summarize } from './trainings/summary.ts';
import { csvOf, runsCsv, summaryCells } from './trainings/tables.ts';

await runAnalysis({
  name: 'table-2-3',
  scale: SCALE,
  casesOf,
  write: (out, outcomes, scale) => {
    replaceFile(join(out, 'runs.csv'), runsCsv(outcomes));
    replaceFile(join(out, 'table.csv'), tableCsv(outcomes));
    replaceFile(join(out, 'README.md'), readme(outcomes, scale));
  },
});

function tableCsv(outcomes: Outcomes): string {
  const rows = NETWORKS.flatMap((network) =>
    METHODS.map((method) => ({
      network,
      method,
      ...summaryCells(summarize(outcomes.get(caseName(network, method)) ?? [])),
    })),
  );
  return csvOf(rows);
}
