import type { Ascending } from '../ascending.ts';
import type { RankedCells } from '../rankedModels.ts';
import type { Configurations } from './configurations.ts';
import { concordances, gapOrder } from './gapOrder.ts';

/** What the interval of a ψ, and its part in that of Ψ, come from: numbers that differences of measures are taken of. */
export interface CellSpread {
  /** τ of each cell. */
  readonly taus: Float64Array;
  /** Of each configuration, ψ less ψ without it; NaN where there is none without it. */
  readonly shifts: Float64Array;
}

/**
 * O(m log m) for a cell of m models: without a configuration, only the cell that holds it changes. A cell that it leaves
 * with fewer than two models drops out of the mean, as in ψ.
 */
export function cellSpread(
  { settings, cells }: RankedCells,
  measures: ArrayLike<number>,
  { of, count }: Configurations,
): CellSpread {
  const taus = new Float64Array(cells.length);
  const without: [configuration: number, cell: number, tau: number][] = [];
  cells.forEach((cell, c) => {
    const own = concordances(gapOrder(cell, measures));
    const all = sum(own) / 2;
    taus[c] = all / pairsOf(own.length);
    for (const places of bySetting(cell, settings)) {
      const inside = sum(concordances(gapOrder(partOf(cell, places), measures))) / 2;
      const left = all - places.reduce((total, k) => total + own[k]!, 0) + inside;
      without.push([of[cell.order[places[0]!]!]!, c, left / pairsOf(own.length - places.length)]);
    }
  });
  const total = sum(taus);
  const psi = total / cells.length;
  const shifts = new Float64Array(count);
  for (const [configuration, c, tau] of without) {
    const isLost = Number.isNaN(tau);
    const left = isLost ? (total - taus[c]!) / (cells.length - 1) : psi + (tau - taus[c]!) / cells.length;
    shifts[configuration] = psi - left;
  }
  return { taus, shifts };
}

/** The spread of the difference of two measures of the same models. */
export function differenceOf(first: CellSpread, second: CellSpread): CellSpread {
  return {
    taus: first.taus.map((tau, c) => tau - second.taus[c]!),
    shifts: first.shifts.map((shift, configuration) => shift - second.shifts[configuration]!),
  };
}

/** The places in a cell's order of the models of each configuration in it. */
function bySetting({ order }: Ascending, settings: Uint32Array): Iterable<readonly number[]> {
  const groups = new Map<number, number[]>();
  order.forEach((model, k) => {
    const group = groups.get(settings[model]!);
    if (group === undefined) groups.set(settings[model]!, [k]);
    else group.push(k);
  });
  return groups.values();
}

/** Some models of a cell by themselves, by their places in its order. */
function partOf({ order, ends }: Ascending, places: readonly number[]): Ascending {
  const counts = new Map<number, number>();
  let run = 0;
  places.forEach((k, count) => {
    while (ends[run]! <= k) run++;
    counts.set(run, count + 1);
  });
  return {
    order: Uint32Array.from(places, (k) => order[k]!),
    ends: Uint32Array.from(counts.values()),
  };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let k = 0; k < values.length; k++) total += values[k]!;
  return total;
}

/** 0/0, which is NaN, of fewer than two models. */
function pairsOf(models: number): number {
  return (models * (models - 1)) / 2;
}
