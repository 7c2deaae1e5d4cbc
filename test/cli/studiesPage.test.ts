import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { measuresOf } from '../../src/cli/studyMeasures.ts';
import { builtInStudies } from '../../src/studies/sweep/builtInStudies.ts';
import { nameAt, runCount } from '../../src/studies/sweep/grid.ts';
import { studyKeys } from '../../src/studies/sweep/studyParts.ts';
import { lineOf, studyFiles } from '../studies/sweep/studyFile.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/studies.md', import.meta.url)), 'utf8');
const examples = [...page.matchAll(/^```yaml\n([^`]*)^```/gm)].map(([, text]) => text!);
const { read, write } = studyFiles();

describe('docs/studies.md', () => {
  it('has examples that are studies', () => {
    expect(examples).toHaveLength(4);
    write('recipes-wrn.yaml', 'training: {optimizer: sam}');
    for (const text of examples) {
      const study = read(text.replace('recipes/wrn.yaml', 'recipes-wrn.yaml'));
      expect(measuresOf(study, 'cpu').length).toBeGreaterThan(0);
    }
  });

  it('counts and names the runs of its first one', () => {
    const study = read(examples[0]!);
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
    for (const line of lines) expect(page).toContain(`${line}\n`);
  });
});
