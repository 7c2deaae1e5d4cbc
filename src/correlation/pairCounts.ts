import type { Ascending } from './ascending.ts';

/** Groups of equal numbers, of t each: sums over the groups. */
export interface Ties {
  /** Tied pairs: t(t−1)/2. */
  readonly pairs: number;
  /** t(t−1)(t−2) */
  readonly triples: number;
  /** t(t−1)(2t+5): what they take from the variance of Kendall's sum. */
  readonly variance: number;
}

/** Pairs of observations, counted by how their two coordinates order them. */
export interface PairCounts {
  readonly n: number;
  /** n(n−1)/2 */
  readonly pairs: number;
  readonly tiesInX: Ties;
  readonly tiesInY: Ties;
  readonly discordant: number;
  /** Concordant pairs minus discordant ones. */
  readonly concordance: number;
}

/** Knight (1966): sorted by x, then y, the discordant pairs are the exchanges that sorting by y still takes. */
export function countPairs({ order, ends }: Ascending, y: ArrayLike<number>): PairCounts {
  const n = order.length;
  const sorted = new Float64Array(n);
  for (let k = 0; k < n; k++) sorted[k] = y[order[k]!]!;
  sortRuns(sorted, ends);
  const tiedInBoth = tiedPairsInRuns(sorted, ends);
  const discordant = sortCountingExchanges(sorted);
  const tiesInX = tiesOf(ends);
  const tiesInY = tiesOf(endsOfRuns(sorted));
  const pairs = pairsOf(n);
  const concordance = pairs - tiesInX.pairs - tiesInY.pairs + tiedInBoth - 2 * discordant;
  return { n, pairs, tiesInX, tiesInY, discordant, concordance };
}

function pairsOf(n: number): number {
  return (n * (n - 1)) / 2;
}

function tiesOf(ends: Uint32Array): Ties {
  let [pairs, triples, variance, start] = [0, 0, 0, 0];
  for (const end of ends) {
    const t = end - start;
    pairs += pairsOf(t);
    triples += t * (t - 1) * (t - 2);
    variance += t * (t - 1) * (2 * t + 5);
    start = end;
  }
  return { pairs, triples, variance };
}

/** Where each run of equal numbers ends. */
function endsOfRuns(sorted: Float64Array): Uint32Array {
  const ends = new Uint32Array(sorted.length);
  let runs = 0;
  for (let k = 1; k <= sorted.length; k++) {
    if (k === sorted.length || sorted[k] !== sorted[k - 1]) ends[runs++] = k;
  }
  return ends.subarray(0, runs);
}

function sortRuns(values: Float64Array, ends: Uint32Array): void {
  let start = 0;
  for (const end of ends) {
    if (end - start > LONG_RUN) values.subarray(start, end).sort();
    else if (end - start > 1) insertionSort(values, start, end);
    start = end;
  }
}

/** Shorter runs are sorted before a view of them would have been made. */
const LONG_RUN = 32;

function insertionSort(values: Float64Array, start: number, end: number): void {
  for (let k = start + 1; k < end; k++) {
    const value = values[k]!;
    let place = k;
    for (; place > start && values[place - 1]! > value; place--) values[place] = values[place - 1]!;
    values[place] = value;
  }
}

/** Pairs of equal numbers in one run, each run being sorted. */
function tiedPairsInRuns(values: Float64Array, ends: Uint32Array): number {
  let tied = 0;
  let start = 0;
  for (const end of ends) {
    let before = 0;
    for (let k = start + 1; k < end; k++) {
      before = values[k] === values[k - 1] ? before + 1 : 0;
      tied += before;
    }
    start = end;
  }
  return tied;
}

/** Sorts ascending in place, bottom-up, and returns the number of pairs that stood in descending order. */
function sortCountingExchanges(values: Float64Array): number {
  const n = values.length;
  let from: Float64Array = values;
  let to: Float64Array = new Float64Array(n);
  let exchanges = 0;
  for (let width = 1; width < n; width *= 2) {
    for (let low = 0; low < n; low += 2 * width) {
      const middle = Math.min(low + width, n);
      const high = Math.min(low + 2 * width, n);
      let left = low;
      let right = middle;
      for (let k = low; k < high; k++) {
        const takeRight = left === middle || (right < high && from[right]! < from[left]!);
        if (takeRight) exchanges += middle - left;
        to[k] = takeRight ? from[right++]! : from[left++]!;
      }
    }
    [from, to] = [to, from];
  }
  if (from !== values) values.set(from);
  return exchanges;
}
