import type { Ascending } from '../ascending.ts';
import { groupBy } from '../groupBy.ts';
import { tausOf } from '../kendall.ts';

/** The pairs of models, different in gap, of all cells of one size. */
interface PairsOfCells {
  /** The models of each pair, first the one with the lower gap. */
  readonly lower: Uint32Array;
  readonly upper: Uint32Array;
  /** Of one cell, those tied in gap too. */
  readonly pairsOfCell: number;
}

/** The most models of a cell that are faster compared pair by pair. */
const FEW = 24;

/** ψ of many measures of the same models, each given by the rank of every model. */
export function psiOfRanks(cells: readonly Ascending[]): (ranks: Uint32Array) => number {
  const small = pairsBySize(cells.filter(({ order }) => order.length <= FEW));
  const large = cells.filter(({ order }) => order.length > FEW);
  return (ranks) => {
    let sum = 0;
    for (const pairs of small) sum += concordance(pairs, ranks) / pairs.pairsOfCell;
    for (const cell of large) sum += tausOf(cell, ranks).a!;
    return sum / cells.length;
  };
}

function concordance({ lower, upper }: PairsOfCells, ranks: Uint32Array): number {
  let sum = 0;
  for (let pair = 0; pair < lower.length; pair++) {
    const more = (ranks[upper[pair]!]! | 0) - (ranks[lower[pair]!]! | 0);
    // its sign
    sum += (more >> 31) - (-more >> 31);
  }
  return sum;
}

function pairsBySize(cells: readonly Ascending[]): readonly PairsOfCells[] {
  const bySize = groupBy(cells, ({ order }) => `${order.length}`);
  return [...bySize.values()].map((own) => {
    const size = own[0]!.order.length;
    const pairs = own.flatMap(untiedPairs);
    return {
      lower: Uint32Array.from(pairs, ([lower]) => lower),
      upper: Uint32Array.from(pairs, ([, upper]) => upper),
      pairsOfCell: (size * (size - 1)) / 2,
    };
  });
}

function untiedPairs({ order, ends }: Ascending): readonly (readonly [lower: number, upper: number])[] {
  const starts = [0, ...ends];
  return [...ends].flatMap((end, run) => {
    const below = [...order.subarray(0, starts[run])];
    return [...order.subarray(starts[run], end)].flatMap((upper) =>
      below.map((lower) => [lower, upper] as const),
    );
  });
}
