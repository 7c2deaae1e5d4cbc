import { join } from 'node:path';
import { makeFolder } from '../../src/makeFolder.ts';
import { replaceFile } from '../../src/replaceFile.ts';
import { formatCsv } from '../../src/report/table/csv.ts';
import { writeFigure } from '../../src/report/writeFigure.ts';
import { figure1 } from './figure1.ts';
import { figure3 } from './figure3.ts';
import type { Results, Run } from './results.ts';
import { readme } from './text/readme.ts';

/** Writes README.md, trajectories.csv, and both figures. */
export async function writeResults(folder: string, results: Results): Promise<void> {
  makeFolder(folder);
  replaceFile(join(folder, 'trajectories.csv'), trajectoriesCsv(results.runs));
  await writeFigure(folder, 'figure-1', figure1(results.maximizations));
  await writeFigure(folder, 'figure-3', figure3(results.runs));
  replaceFile(join(folder, 'README.md'), readme(results));
}

/** A row an iterate, to six digits. */
function trajectoriesCsv(runs: readonly Run[]): string {
  const rows = runs.flatMap(({ optimizer, start, iterates }) =>
    iterates.map(({ step, w, loss, perturbed }) => [
      ...[optimizer, ...start, step],
      ...[...w, loss, ...perturbed].map((x) => Number(x.toPrecision(6))),
    ]),
  );
  const names = [
    ...['optimizer', 'start_w1', 'start_w2', 'step'],
    ...['w1', 'w2', 'loss', 'perturbed_w1', 'perturbed_w2'],
  ];
  return formatCsv(
    names,
    names.map((_, k) => rows.map((row) => row[k]!)),
  );
}
