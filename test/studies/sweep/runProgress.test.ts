import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { nameAt } from '../../../src/studies/sweep/grid.ts';
import { type RunProgress, runProgress, studyProgress } from '../../../src/studies/sweep/runProgress.ts';
import { runFolderOf } from '../../../src/studies/sweep/sweepFolder.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { tinyPlan } from '../../support/sweep/tinyPlan.ts';

const temporary = temporaryFolder();

/** Makes a folder of empty files; a name that ends in a slash is a folder. */
function fill(folder: string, names: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    if (name.endsWith('/')) mkdirSync(join(folder, name), { recursive: true });
    else writeFileSync(join(folder, name), '');
  }
}

const complete = ['config.json', 'model.safetensors', 'history.csv', 'metrics.json'];
const diverged = ['config.json', 'history.csv', 'diverged.json'];

it.each<[string, readonly string[], RunProgress]>([
  ['a complete run', complete, 'done'],
  ['a complete run whose lock was left', [...complete, 'unfinished/', 'unfinished.old/epoch-3/'], 'done'],
  ['a run that diverged', diverged, 'diverged'],
  ['a state', ['unfinished/epoch-0/'], 'unfinished'],
  ['a state and an end: killed in between', [...complete, 'unfinished/epoch-3/'], 'unfinished'],
  ['a state and a divergence', [...diverged, 'unfinished/epoch-2/'], 'unfinished'],
  ['a state that is being written', ['unfinished/epoch-1.partial/'], 'missing'],
  ['nothing', [], 'missing'],
  ['a model without metrics', ['config.json', 'model.safetensors'], 'missing'],
  ['metrics without a model', ['config.json', 'metrics.json', 'history.csv'], 'missing'],
  ['a model that is being written', ['config.json', 'model.safetensors.partial'], 'missing'],
])('%s', (name, files, expected) => {
  const folder = join(temporary.path, name);
  fill(folder, files);
  expect(runProgress(folder)).toBe(expected);
});

it('of a study sorts its runs by what there is of them', () => {
  const { study } = tinyPlan(temporary.path);
  const out = join(temporary.path, 'study');
  const of = (index: number): string => runFolderOf(out, nameAt(study, index));
  fill(of(0), complete);
  fill(of(5), complete);
  fill(of(2), diverged);
  fill(of(7), ['unfinished/epoch-1/']);
  fill(join(out, 'runs', 'seed=9'), complete);
  expect(studyProgress(study, out)).toEqual({
    done: [0, 5],
    diverged: [2],
    unfinished: [7],
    missing: [1, 3, 4, 6],
  });
});
