import type { Ascending } from '../ascending.ts';

/** One measure of some models, by ascending gap: all that Kendall's τ takes of it, whatever the models weigh. */
export interface GapOrder {
  /** The rank of each model's measure, from 0; equal measures have one rank. */
  readonly ranks: Uint32Array;
  /** How many models have each rank. */
  readonly rankSizes: Uint32Array;
  /** Where each run of equal gaps ends. */
  readonly ends: Uint32Array;
  /** Are two measures the same? */
  readonly isTied: boolean;
}

export function gapOrder({ order, ends }: Ascending, measures: ArrayLike<number>): GapOrder {
  const n = order.length;
  const values = Float64Array.from(order, (model) => measures[model]!);
  const byMeasure = Uint32Array.from(order, (_, k) => k).sort((i, j) => ascendingly(values[i]!, values[j]!));
  const ranks = new Uint32Array(n);
  const sizes = new Uint32Array(n);
  let rank = 0;
  for (let k = 0; k < n; k++) {
    if (k > 0 && values[byMeasure[k]!] !== values[byMeasure[k - 1]!]) rank++;
    ranks[byMeasure[k]!] = rank;
    sizes[rank]! += 1;
  }
  const count = Math.min(n, rank + 1);
  return { ranks, rankSizes: sizes.slice(0, count), ends, isTied: count < n };
}

function ascendingly(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Σ over pairs i < j of w_i w_j sign(m_i − m_j) sign(g_i − g_j). */
export function weightedConcordance(order: GapOrder, weights: ArrayLike<number>, tree: RankSums): number {
  const { ranks, ends } = order;
  tree.clear();
  let concordance = 0;
  let start = 0;
  for (let run = 0; run < ends.length; run++) {
    const end = ends[run]!;
    for (let k = start; k < end; k++) {
      const weight = weights[k]!;
      if (weight > 0) concordance += weight * tree.balance(ranks[k]!);
    }
    for (let k = start; k < end; k++) {
      const weight = weights[k]!;
      if (weight > 0) tree.add(ranks[k]!, weight);
    }
    start = end;
  }
  return concordance;
}

/** Σ_j sign(m_i − m_j) sign(g_i − g_j) of each model i, in the order of the gaps. */
export function concordances(order: GapOrder): Float64Array {
  const { ranks, rankSizes, ends } = order;
  const n = ranks.length;
  const sums = new Float64Array(n);
  const tree = rankSums(rankSizes.length);
  const pass = (run: number, sign: number): void => {
    const start = run === 0 ? 0 : ends[run - 1]!;
    for (let k = start; k < ends[run]!; k++) sums[k]! += sign * tree.balance(ranks[k]!);
    for (let k = start; k < ends[run]!; k++) tree.add(ranks[k]!, 1);
  };
  for (let run = 0; run < ends.length; run++) pass(run, 1);
  tree.clear();
  for (let run = ends.length - 1; run >= 0; run--) pass(run, -1);
  return sums;
}

/** Weights by rank, of which partial sums are known (a Fenwick tree). */
export interface RankSums {
  clear(): void;
  add(rank: number, weight: number): void;
  /** The weight of lower ranks less that of higher ones. */
  balance(rank: number): number;
}

export function rankSums(count: number): RankSums {
  const tree = new Int32Array(count + 1);
  const weights = new Int32Array(count);
  let total = 0;
  return {
    clear: () => {
      tree.fill(0);
      weights.fill(0);
      total = 0;
    },
    add: (rank, weight) => {
      total += weight;
      weights[rank]! += weight;
      for (let at = rank + 1; at <= count; at += at & -at) tree[at]! += weight;
    },
    balance: (rank) => {
      let below = 0;
      for (let at = rank; at > 0; at &= at - 1) below += tree[at]!;
      return 2 * below + weights[rank]! - total;
    },
  };
}
