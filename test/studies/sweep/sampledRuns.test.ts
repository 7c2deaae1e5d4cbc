import { expect, it } from 'vitest';
import { runCount, settingsAt } from '../../../src/studies/sweep/grid.ts';
import { sampledRuns } from '../../../src/studies/sweep/sampledRuns.ts';
import { studyFiles } from './studyFile.ts';

const { read } = studyFiles();
const numbers = (count: number): string => `[${Array.from({ length: count }, (_, k) => k + 1)}]`;

it('of a study are all runs, or of very many some', () => {
  const study = (seeds: number) =>
    read(`grid: {training.batchSize: ${numbers(100)}}\nseeds: ${numbers(seeds)}`);
  expect(sampledRuns(study(100))).toEqual(Array.from({ length: 10_000 }, (_, index) => index));
  const some = sampledRuns(study(101));
  expect(some.length).toBeGreaterThan(5000);
  expect(some.length).toBeLessThanOrEqual(10_000);
});

it('have each value of each axis as often as all runs have it, but for a few in a hundred', () => {
  const sizes = { batchSize: 7, epochs: 100, weightDecay: 12, testEvery: 20 };
  const axes = Object.entries(sizes).map(([name, size]) => `  training.${name}: ${numbers(size)}`);
  const study = read(`grid:\n${axes.join('\n')}\nseeds: ${numbers(50)}`);
  expect(runCount(study)).toBe(8_400_000);
  const indices = sampledRuns(study);
  expect(indices).toEqual([...new Set(indices)].sort((a, b) => a - b));
  expect(indices).toHaveLength(10_000);
  expect(indices.at(-1)).toBeLessThan(8_400_000);
  const found = indices.map((index) => settingsAt(study, index));
  const keys = [
    ...Object.entries(sizes).map(([name, size]) => [`training.${name}`, size] as const),
    ['seed', 50] as const,
  ];
  for (const [path, size] of keys) {
    const shares = Array.from({ length: size }, (_, k) => {
      const having = found.filter((settings) => settings.get(path)?.value === k + 1);
      return (having.length * size) / found.length;
    });
    const spread = Math.sqrt(shares.reduce((sum, share) => sum + (share - 1) ** 2, 0) / size);
    expect(spread, path).toBeLessThan(0.1);
  }
});
