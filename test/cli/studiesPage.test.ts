import { describe, expect, it } from 'vitest';
import { measuresOf } from '../../src/cli/studyMeasures.ts';
import { builtInStudies } from '../../src/studies/sweep/builtInStudies.ts';
import { nameAt, runCount } from '../../src/studies/sweep/grid.ts';
import { studyKeys } from '../../src/studies/sweep/studyParts.ts';
import { blocks, pages } from '../docs/pages.ts';
import { lineOf, studyFiles } from '../studies/sweep/studyFile.ts';

const page = pages.get('docs/studies.md')!;
const [example] = blocks('yaml', 'docs/studies.md');
const { read } = studyFiles();

describe('docs/studies.md', () => {
  it('counts and names the runs of its first one', () => {
    const study = read(example!.text);
    expect(runCount(study)).toBe(54);
    const names = Array.from({ length: 54 }, (_, index) => nameAt(study, index));
    const [, named = ''] = page.match(/^> `(.*_seed=0)`$/m) ?? [];
    expect(names).toContain(named);
    expect(measuresOf(study, 'cpu').map(({ name }) => name)).toEqual(['one-step', 'auto-pgd']);
  });

  it('knows every key and every built-in study', () => {
    for (const key of studyKeys.filter((one) => one !== 'gate')) expect(page).toContain(`| \`${key}\` |`);
    expect(page).toContain('| `gate.gap` |');
    for (const name of builtInStudies.keys()) expect(page).toContain(`| \`${name}\` |`);
  });

  it('shows errors as they are', () => {
    const text = (grid: string, measures = '{}') =>
      `base: {training: {optimizer: sam}}\ngrid: {${grid}}\nmeasures: {one-step: ${measures}}`;
    const lines = [
      lineOf(() => read(text('training.batchsize: [1]'))),
      lineOf(() => read(text('training.learningRate: [-0.1]'))),
      lineOf(() => read(text('training.batchSize: [32], training.m: [32]'))),
      lineOf(() => measuresOf(read(text('', '{steps: 3}')), 'cpu')),
    ].map((line) => line.replace(/^s\.yaml:\d+:\d+/, ''));
    const [shown] = blocks('text', 'docs/studies.md');
    for (const line of lines) expect(shown!.text).toContain(`${line}\n`);
  });
});
