import { copyFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { makeFolder } from '../../src/makeFolder.ts';
import { replaceFile } from '../../src/replaceFile.ts';
import { noiseCsv, noiseModels } from './noise.ts';
import { readme, type Studies } from './readme.ts';
import type { MeasureOutput } from './readSweep.ts';

/** Writes the tables and reports of both ways to measure, and the text. */
export function writeResults(out: string, studies: Studies): void {
  const text = readme(studies);
  const [oneStep, autoPgd] = studies.study.measures;
  if (oneStep) copyOutput(oneStep, out);
  if (autoPgd) copyOutput(autoPgd, join(out, 'auto-pgd'));
  replaceFile(join(out, 'noise.csv'), noiseCsv(noiseModels(studies.noise), studies.testCount));
  replaceFile(join(out, 'README.md'), text);
}

function copyOutput({ folder, manifest }: MeasureOutput, target: string): void {
  makeFolder(target);
  for (const file of ['checkpoints.csv', 'measurements.parquet', 'correlations.csv']) {
    copyFileSync(join(folder, file), join(target, file));
  }
  // where the runs were is nothing to a reader elsewhere
  const report = readFileSync(join(folder, 'report', 'index.html'), 'utf8');
  const page = manifest.folders.reduce((html, path) => html.replaceAll(path, basename(path)), report);
  replaceFile(join(target, 'report.html'), page);
}
