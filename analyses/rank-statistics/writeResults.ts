import { copyFileSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { makeFolder } from '../../src/makeFolder.ts';
import { replaceFile } from '../../src/replaceFile.ts';
import { noiseCsv, noiseModels } from './noise.ts';
import { readme, type Studies } from './readme.ts';
import type { Manifest, MeasureOutput } from './readSweep.ts';

const FILES = [
  'checkpoints.csv',
  'measurements.parquet',
  'correlations.csv',
  'robustness.csv',
  'comparisons.csv',
] as const;

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
  for (const file of FILES) {
    copyFileSync(join(folder, file), join(target, file));
  }
  // where the runs were is nothing to a reader elsewhere
  const report = readFileSync(join(folder, 'report', 'index.html'), 'utf8');
  const page = pathsOf(manifest).reduce((html, path) => html.replaceAll(path, basename(path)), report);
  replaceFile(join(target, 'report.html'), page);
}

/** Longer ones first: one may begin with another. */
function pathsOf({ folders, command = '' }: Manifest): readonly string[] {
  const ofCommand = command.split(' ').filter((word) => isAbsolute(word));
  return [...folders, ...ofCommand].sort((a, b) => b.length - a.length);
}
