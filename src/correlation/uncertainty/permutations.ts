import { type RandomStream, randomStream } from '../../random/stream.ts';
import type { RankedCells, RankedModels } from '../rankedModels.ts';
import { type GapOrder, gapOrder, rankSums, weightedConcordance } from './gapOrder.ts';
import { psiOfRanks } from './psiOfRanks.ts';
import type { Resampling } from './types.ts';

/** What the coefficients' sizes are when the measure says nothing of the gap: |coefficient| of each permutation. */
export interface NullSizes {
  readonly tau: Float64Array;
  /** Of each hyperparameter; none where it has no cells. */
  readonly psi: readonly (Float64Array | null)[];
  readonly Psi: Float64Array | null;
}

/** Sizes that differ by less are the same. */
const SAME = 1e-12;

/** (b + 1)/(B + 1), where b of B permutations give a coefficient as far from 0 (Phipson and Smyth 2010). */
export function permutationP(coefficient: number, sizes: Float64Array): number {
  let asFar = 0;
  for (const size of sizes) if (size >= Math.abs(coefficient) - SAME) asFar++;
  return (asFar + 1) / (sizes.length + 1);
}

/**
 * Permutes measures among models, in each case among those of whose order the coefficient tells something:
 *
 * - τ: among all.
 * - ψ_i: within each cell, so that whatever the measure has to do with the other hyperparameters stays.
 * - Ψ: among all models that cells connect. That the order within every cell of every hyperparameter is pure chance
 *   means that any two models of a cell can be exchanged, and a row of such exchanges makes every permutation of models
 *   that a row of cells connects. In a complete grid these are all models.
 */
export function nullSizes(
  models: RankedModels,
  measures: ArrayLike<number>,
  { resamples, seed }: Resampling,
): NullSizes {
  const { all, hyperparameters } = models;
  const order = gapOrder(all, measures);
  const ranks = new Uint32Array(measures.length);
  order.ranks.forEach((rank, k) => {
    ranks[all.order[k]!] = rank;
  });
  const sizesOf = (name: string, permuted: Permuted): Float64Array =>
    sizesOfPermuted(permuted, { resamples, stream: randomStream(seed, name) });
  const withCells = hyperparameters.filter(({ cells }) => cells.length > 0);
  const psis = withCells.map(({ cells }) => psiOfRanks(cells));
  return {
    tau: sizesOf('measures permuted among all models', {
      ranks: order.ranks,
      groups: [Uint32Array.from(order.ranks.keys())],
      coefficient: tauBy(order),
    }),
    psi: hyperparameters.map(({ name, cells }) =>
      cells.length === 0
        ? null
        : sizesOf(`measures permuted within the cells of ${name}`, {
            ranks,
            groups: cells.map(({ order: models }) => models),
            coefficient: psiOfRanks(cells),
          }),
    ),
    Psi:
      withCells.length === 0
        ? null
        : sizesOf('measures permuted among connected models', {
            ranks,
            groups: connected(withCells, ranks.length),
            coefficient: (permuted) => psis.reduce((sum, psi) => sum + psi(permuted), 0) / psis.length,
          }),
  };
}

/** What is permuted, and what is then computed. */
interface Permuted {
  readonly ranks: Uint32Array;
  /** Places among the ranks: each group is permuted by itself. */
  readonly groups: readonly Uint32Array[];
  readonly coefficient: (ranks: Uint32Array) => number;
}

function sizesOfPermuted(
  { ranks, groups, coefficient }: Permuted,
  { resamples, stream }: { readonly resamples: number; readonly stream: RandomStream },
): Float64Array {
  const permuted = ranks.slice();
  return Float64Array.from({ length: resamples }, () => {
    for (const group of groups) shuffle(permuted, group, stream);
    return Math.abs(coefficient(permuted));
  });
}

/** Fisher and Yates, over the ranks at some places. */
function shuffle(ranks: Uint32Array, places: Uint32Array, stream: RandomStream): void {
  for (let last = places.length - 1; last > 0; last--) {
    const one = places[last]!;
    const other = places[stream.integer(last + 1)]!;
    const moved = ranks[one]!;
    ranks[one] = ranks[other]!;
    ranks[other] = moved;
  }
}

/** τ of ranks in the order of the gaps. */
function tauBy(order: GapOrder): (ranks: Uint32Array) => number {
  const n = order.ranks.length;
  const once = new Uint8Array(n).fill(1);
  const tree = rankSums(order.rankSizes.length);
  return (ranks) => (2 * weightedConcordance({ ...order, ranks }, once, tree)) / (n * (n - 1));
}

/** The models of each connected part of the grid: cells connect those that they hold. */
function connected(hyperparameters: readonly RankedCells[], models: number): readonly Uint32Array[] {
  const parent = Uint32Array.from({ length: models }, (_, model) => model);
  const rootOf = (model: number): number => {
    let root = model;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!;
      root = parent[root]!;
    }
    return root;
  };
  for (const { cells } of hyperparameters) {
    for (const { order } of cells) for (const model of order) parent[rootOf(model)] = rootOf(order[0]!);
  }
  const parts = new Map<number, number[]>();
  for (let model = 0; model < models; model++) {
    const part = parts.get(rootOf(model));
    if (part === undefined) parts.set(rootOf(model), [model]);
    else part.push(model);
  }
  return [...parts.values()].map((part) => Uint32Array.from(part));
}
