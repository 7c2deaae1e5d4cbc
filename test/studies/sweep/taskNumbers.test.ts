import { appendFileSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sweepOnSlurm } from '../../../src/cli/sweepOnSlurm.ts';
import { submittedNames } from '../../../src/jobs/slurm/submissions.ts';
import { indexOf, nameAt, runCount } from '../../../src/studies/sweep/grid.ts';
import { runOfTask, taskNumbers } from '../../../src/studies/sweep/taskNumbers.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { engine } from '../../cli/cli.ts';
import { fakeSlurm } from '../../jobs/slurm/fakeSlurm.ts';
import { tinyPlan } from '../../support/sweep/tinyPlan.ts';

const temporary = temporaryFolder();
const planOf = (rates: string) =>
  tinyPlan(temporary.path, { grid: [`training.learningRate: [${rates}]`], measures: ['one: {rho: 0.1}'] });

it('a run keeps its number, whatever is submitted later, and after a list that was torn', () => {
  const out = mkdtempSync(join(temporary.path, 'out-'));
  expect(taskNumbers(out, ['b', 'd'])).toEqual([0, 1]);
  expect(taskNumbers(out, ['a', 'b', 'c', 'd'])).toEqual([2, 0, 3, 1]);
  appendFileSync(join(out, 'slurm', 'runs.txt'), 'tor');
  expect(taskNumbers(out, ['e', 'd'])).toEqual([5, 1]);
  expect([0, 1, 2, 3, 5].map((task) => runOfTask(out, task))).toEqual(['b', 'd', 'a', 'c', 'e']);
  expect(() => runOfTask(out, 6)).toThrow(/runs\.txt: has no line 6, .*no such task was submitted$/);
  const { study } = planOf('0.01, 0.1');
  for (let index = 0; index < runCount(study); index++) {
    expect(indexOf(study, nameAt(study, index))).toBe(index);
  }
  expect(indexOf(study, 'learningRate=1_seed=0')).toBeUndefined();
});

it('a study that grows in front of what runs submits what is new, and the tasks that run stay theirs', async () => {
  const out = mkdtempSync(join(temporary.path, 'out-'));
  const slurm = fakeSlurm(out);
  slurm.program('scontrol', `echo 'MaxArraySize = 1000'`);
  slurm.program('sbatch', 'echo 12');
  slurm.program('squeue', '');
  const options = { data: 'data', engine, workers: 1, retries: 1 } as const;
  await sweepOnSlurm({ plan: planOf('0.01, 0.1'), out }, options, 'submit');
  const [array] = submittedNames(join(out, 'slurm'));
  slurm.program('squeue', `echo '${array}|12|0-3|RUNNING|None'`);
  await sweepOnSlurm({ plan: planOf('0.001, 0.01, 0.1'), out }, options, 'resubmit');

  const arrays = join(out, 'slurm', 'arrays');
  const added = readdirSync(arrays).find((file) => file.endsWith('.indices') && !file.startsWith(array!));
  const tasks = readFileSync(join(arrays, added!), 'utf8').trim().split('\n').map(Number);
  expect(tasks.map((task) => runOfTask(out, task))).toEqual([
    'learningRate=0.001_seed=0',
    'learningRate=0.001_seed=1',
  ]);
  expect([0, 1, 2, 3].map((task) => runOfTask(out, task))).toEqual([
    ...['learningRate=0.01_seed=0', 'learningRate=0.01_seed=1'],
    ...['learningRate=0.1_seed=0', 'learningRate=0.1_seed=1'],
  ]);
});
