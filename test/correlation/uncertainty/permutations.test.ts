import { describe, expect, it } from 'vitest';
import { psi } from '../../../src/correlation/granulated.ts';
import { tauA } from '../../../src/correlation/kendall.ts';
import { populationOf } from '../../../src/correlation/population.ts';
import { rankIn } from '../../../src/correlation/rankedModels.ts';
import { nullSizes, permutationP } from '../../../src/correlation/uncertainty/permutations.ts';

const RESAMPLES = 20_000;
const hyperparameters = ['lr', 'wd'];

interface Model {
  readonly gap: number;
  readonly measure: number;
  readonly hyperparameters: { readonly lr: number; readonly wd: number };
}

const model = (lr: number, wd: number, gap: number, measure: number): Model => ({
  gap,
  measure,
  hyperparameters: { lr, wd },
});

/** 3 x 2; ties in measure and gap, and a loss that overflowed. */
const grid: readonly Model[] = [
  model(1, 1, 0.1, 3),
  model(2, 1, 0.2, 1),
  model(3, 1, 0.3, 4),
  model(1, 2, 0.2, 2),
  model(2, 2, 0.4, 4),
  model(3, 2, 0.6, Number.POSITIVE_INFINITY),
];
/** Two parts that no cell connects, one of them with a tie, and a model by itself. */
const parts: readonly Model[] = [
  model(1, 1, 0.1, 1),
  model(2, 1, 0.2, 2),
  model(1, 2, 0.3, 1),
  model(5, 5, 0.4, 7),
  model(6, 5, 0.5, 8),
  model(8, 8, 0.1, 9),
];

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

/** Every way to permute measures among the models of each group. */
function everyOrder(models: readonly Model[], groups: readonly (readonly number[])[]): Model[][] {
  return groups.reduce<Model[][]>(
    (all, group) =>
      all.flatMap((ordered) =>
        permutations(group).map((order) => {
          const moved = [...ordered];
          group.forEach((place, k) => {
            moved[place] = { ...ordered[place]!, measure: ordered[order[k]!]!.measure };
          });
          return moved;
        }),
      ),
    [[...models]],
  );
}

const tau = (models: readonly Model[]): number =>
  tauA(
    models.map(({ measure }) => measure),
    models.map(({ gap }) => gap),
  )!;
const psiOf = (name: string) => (models: readonly Model[]) => psi(models, name, hyperparameters).value!;
const averageOf = (models: readonly Model[]): number => (psiOf('lr')(models) + psiOf('wd')(models)) / 2;

describe.each([
  {
    table: 'a complete grid',
    models: grid,
    all: [[0, 1, 2, 3, 4, 5]],
    lr: [
      [0, 1, 2],
      [3, 4, 5],
    ],
    wd: [
      [0, 3],
      [1, 4],
      [2, 5],
    ],
    connected: [[0, 1, 2, 3, 4, 5]],
  },
  {
    table: 'a grid in parts',
    models: parts,
    all: [[0, 1, 2, 3, 4, 5]],
    lr: [
      [0, 1],
      [3, 4],
    ],
    wd: [[0, 2]],
    connected: [
      [0, 1, 2],
      [3, 4],
    ],
  },
])('p-values are those of all permutations, of $table', ({ models, all, lr, wd, connected }) => {
  const ranked = rankIn(populationOf(models, hyperparameters))([...models.keys()]);
  const measures = models.map(({ measure }) => measure);
  const sizes = nullSizes(ranked, measures, { resamples: RESAMPLES, seed: 3 });

  it.each([
    { name: 'τ', groups: all, coefficient: tau, found: sizes.tau },
    { name: 'ψ of lr', groups: lr, coefficient: psiOf('lr'), found: sizes.psi[0]! },
    { name: 'ψ of wd', groups: wd, coefficient: psiOf('wd'), found: sizes.psi[1]! },
    { name: 'Ψ', groups: connected, coefficient: averageOf, found: sizes.Psi! },
  ])('$name', ({ groups, coefficient, found }) => {
    const observed = coefficient(models);
    const every = everyOrder(models, groups).map((order) => Math.abs(coefficient(order)));
    const exact = every.filter((size) => size >= Math.abs(observed) - 1e-12).length / every.length;
    const error = Math.sqrt((exact * (1 - exact)) / RESAMPLES);
    expect(Math.abs(permutationP(observed, found) - exact)).toBeLessThan(4 * error + 2 / RESAMPLES);
  });
});

describe('a p-value', () => {
  it('counts itself: (b + 1)/(B + 1)', () => {
    const sizes = Float64Array.of(0.1, 0.5, 0.5, 0.9);
    expect(permutationP(0.95, sizes)).toBe(1 / 5);
    expect(permutationP(-0.5, sizes)).toBe(4 / 5);
    expect(permutationP(0, sizes)).toBe(1);
  });
});

describe('measures without ties', () => {
  it('have the same permutations, whatever they are', () => {
    const ranked = rankIn(populationOf(grid, hyperparameters))([...grid.keys()]);
    const sizesOf = (measures: readonly number[]) =>
      nullSizes(ranked, measures, { resamples: RESAMPLES, seed: 1 });
    const [one, other] = [sizesOf([6, 1, 5, 2, 4, 3]), sizesOf([1, 2, 3, 4, 5, 6])];
    for (const size of [0.2, 0.4, 0.6]) {
      const [p, q] = [permutationP(size, one.tau), permutationP(size, other.tau)];
      expect(Math.abs(p - q)).toBeLessThan(4 * Math.sqrt((2 * p * (1 - p)) / RESAMPLES));
    }
  });
});
