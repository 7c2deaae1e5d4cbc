/**
 * Figure 4 of the paper at a small scale: the radius of four kinds of ASAM against the test accuracy.
 *
 *   node --import tsx analyses/figure-4.ts --data DIR [--runs DIR] [--out DIR] [--workers N] [--seeds N]
 *
 * The options are those of analyses/table-2-3.ts.
 */
import { join } from 'node:path';
import { replaceFile } from '../src/replaceFile.ts';
import { writeFigure } from '../src/report/writeFigure.ts';
import { casesOf, REFERENCE, SCALE } from './figure-4/cases.ts';
import { curvesOf, referenceOf } from './figure-4/curves.ts';
import { figure } from './figure-4/figure.ts';
import { readme } from './figure-4/readme.ts';
import { type Outcomes, runAnalysis } from './trainings/runAnalysis.ts';
import { csvOf, runsCsv, summaryCells } from './trainings/tables.ts';

await runAnalysis({
  name: 'figure-4',
  scale: SCALE,
  casesOf,
  write: async (out, outcomes, scale) => {
    replaceFile(join(out, 'runs.csv'), runsCsv(outcomes));
    replaceFile(join(out, 'table.csv'), tableCsv(outcomes));
    await writeFigure(out, 'figure-4', figure(outcomes));
    replaceFile(join(out, 'README.md'), readme(outcomes, scale));
  },
});

function tableCsv(outcomes: Outcomes): string {
  const rows = curvesOf(outcomes).flatMap(({ variant, points }) =>
    points.map(({ rho, summary }) => ({ kind: variant.title, rho, ...summaryCells(summary) })),
  );
  return csvOf([{ kind: REFERENCE, rho: null, ...summaryCells(referenceOf(outcomes)) }, ...rows]);
}
