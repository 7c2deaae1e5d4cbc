import { expect, it } from 'vitest';
import { psi } from '../../../src/correlation/granulated.ts';
import { populationOf } from '../../../src/correlation/population.ts';
import { rankIn } from '../../../src/correlation/rankedModels.ts';
import { psiOfRanks } from '../../../src/correlation/uncertainty/psiOfRanks.ts';
import { randomStream } from '../../../src/random/stream.ts';

it('is ψ in cells of all sizes, with ties in measure and gap', () => {
  const stream = randomStream(0, 'test');
  const models = Array.from({ length: 120 }, () => {
    const wd = stream.integer(20);
    return {
      // two large cells, and small ones of different sizes
      hyperparameters: { lr: stream.integer(9), wd: wd < 14 ? wd % 2 : wd },
      gap: stream.integer(30),
      measure: stream.integer(40),
    };
  });
  const names = ['lr', 'wd'];
  const { cells } = rankIn(populationOf(models, names))([...models.keys()]).hyperparameters[0]!;
  const sizes = cells.map(({ order }) => order.length);
  expect(Math.max(...sizes)).toBeGreaterThan(30);
  expect(new Set(sizes).size).toBeGreaterThan(4);
  const ranks = Uint32Array.from(models, ({ measure }) => measure);
  expect(psiOfRanks(cells)(ranks)).toBeCloseTo(psi(models, 'lr', names).value!, 14);
});
