import { expect, it } from 'vitest';
import { costClasses, spread, standIn } from '../../../src/studies/sweep/costClasses.ts';
import { runCount } from '../../../src/studies/sweep/grid.ts';
import { plannedRun } from '../../../src/studies/sweep/plannedRun.ts';
import { temporaryFolder } from '../../checkpoints/temporaryFolder.ts';
import { tinyPlan } from '../../support/sweep/tinyPlan.ts';

const temporary = temporaryFolder();

function classesOf(...grid: readonly string[]) {
  const plan = tinyPlan(temporary.path, { grid, seeds: [0, 1] });
  return costClasses(Array.from({ length: runCount(plan.study) }, (_, index) => plannedRun(plan, index)));
}

it('runs of one network and dataset cost alike, whatever else differs', () => {
  const names = (grid: readonly string[]) =>
    classesOf(...grid).map(({ runs }) => runs.map(({ name }) => name));
  expect(
    names(['model.architecture: [cnn]', 'model.dropoutRate: [0, 0.5]', 'training.batchSize: [16, 32]']),
  ).toHaveLength(1);
  expect(names(['model.hidden: [[32], [8]]'])).toEqual([
    ['hidden=8_seed=0', 'hidden=8_seed=1'],
    ['hidden=32_seed=0', 'hidden=32_seed=1'],
  ]);
  const datasets = classesOf('dataset.name: [mnist, cifar-10]');
  expect(datasets.map(({ dataset, numbers }) => [dataset, numbers])).toEqual([
    ['mnist', 784 * 8 + 8 + 8 * 10 + 10],
    ['cifar-10', 3072 * 8 + 8 + 8 * 10 + 10],
  ]);
});

it('of many classes a few stand for those that cost most nearly the same', () => {
  const widths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 100];
  const classes = classesOf(`model.hidden: [${widths.map((width) => `[${width}]`)}]`);
  expect(spread(classes, 10)).toEqual(classes);
  const picked = spread(classes, 4);
  const width = (one: (typeof classes)[number]): number => widths[classes.indexOf(one)]!;
  expect(picked.map(width)).toEqual([1, 4, 7, 100]);
  expect(classes.map((one) => width(standIn(one, picked)))).toEqual([1, 1, 4, 4, 4, 7, 7, 7, 7, 100]);
});
