/** Pairs of observations, counted by how their two coordinates order them. */
interface PairCounts {
  /** n(n-1)/2 */
  readonly pairs: number;
  readonly tiedInX: number;
  readonly tiedInY: number;
  /** Concordant pairs minus discordant ones. */
  readonly concordance: number;
}

/**
 * Kendall's τ as the paper has it (Appendix B), known as τ-a: the sum over pairs of
 * sign(x_i − x_j) sign(y_i − y_j), over n(n−1)/2. A tied pair counts 0, so ties keep |τ| below 1.
 *
 * O(n log n). Infinities rank beyond all finite values and tie with themselves.
 * @returns a value in [-1, 1]; null for fewer than two observations.
 * @throws Error on NaN or on different lengths.
 */
export function tauA(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  return taus(x, y).a;
}

/**
 * Kendall's τ-b: τ-a's sum over √((pairs untied in x)(pairs untied in y)), so that ties are corrected for
 * (Kendall 1945). Equal to τ-a where nothing is tied.
 *
 * O(n log n). Infinities rank beyond all finite values and tie with themselves.
 * @returns a value in [-1, 1]; null for fewer than two observations, or where one side is all ties.
 * @throws Error on NaN or on different lengths.
 */
export function tauB(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  return taus(x, y).b;
}

/** Observations in ascending order of their x: all that Kendall's τ takes of x, whatever y it is paired with. */
export interface Ascending {
  /** The numbers of the observations. */
  readonly order: Uint32Array;
  /** Where in `order` each run of equal x ends. */
  readonly ends: Uint32Array;
}

/** @param x without NaN */
export function ascending(x: ArrayLike<number>): Ascending {
  const order = Uint32Array.from(x, (_, i) => i);
  return withEnds(
    order.sort((i, j) => compare(x[i]!, x[j]!)),
    x,
  );
}

/** @param order the numbers of some observations, in ascending order of their x */
export function withEnds(order: Uint32Array, x: ArrayLike<number>): Ascending {
  const ends = new Uint32Array(order.length);
  let runs = 0;
  for (let k = 1; k <= order.length; k++) {
    if (k === order.length || x[order[k]!] !== x[order[k - 1]!]) ends[runs++] = k;
  }
  return { order, ends: ends.slice(0, runs) };
}

/** τ-a and τ-b, as `tauA` and `tauB` give them, of one y of many for the same x. */
export function tausOf(
  x: Ascending,
  y: ArrayLike<number>,
): { readonly a: number | null; readonly b: number | null } {
  const { pairs, tiedInX, tiedInY, concordance } = countPairs(x, y);
  if (pairs === 0) return { a: null, b: null };
  const a = concordance / pairs;
  if (pairs === tiedInX || pairs === tiedInY) return { a, b: null };
  const b = concordance / Math.sqrt((pairs - tiedInX) * (pairs - tiedInY));
  return { a, b: Math.max(-1, Math.min(1, b)) };
}

function taus(x: ArrayLike<number>, y: ArrayLike<number>): ReturnType<typeof tausOf> {
  const n = x.length;
  if (y.length !== n)
    throw new Error(`Kendall's tau needs two lists of one length, not ${n} and ${y.length}`);
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(x[i]) || Number.isNaN(y[i]))
      throw new Error(`Kendall's tau is undefined for NaN (observation ${i})`);
  }
  return tausOf(ascending(x), y);
}

/** Knight (1966): sorted by x, then y, the discordant pairs are the exchanges that sorting by y still takes. */
function countPairs({ order, ends }: Ascending, y: ArrayLike<number>): PairCounts {
  const n = order.length;
  const sorted = new Float64Array(n);
  for (let k = 0; k < n; k++) sorted[k] = y[order[k]!]!;
  let tiedInX = 0;
  let tiedInBoth = 0;
  let start = 0;
  for (const end of ends) {
    if (end - start > 1) {
      const run = sorted.subarray(start, end).sort();
      tiedInX += pairsOf(run.length);
      tiedInBoth += tiedPairs(run);
    }
    start = end;
  }
  const discordant = sortCountingExchanges(sorted);
  const tiedInY = tiedPairs(sorted);
  const pairs = pairsOf(n);
  return { pairs, tiedInX, tiedInY, concordance: pairs - tiedInX - tiedInY + tiedInBoth - 2 * discordant };
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function pairsOf(n: number): number {
  return (n * (n - 1)) / 2;
}

/** Pairs of equal numbers in a sorted list. */
function tiedPairs(sorted: Float64Array): number {
  let tied = 0;
  let start = 0;
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && sorted[i] === sorted[i - 1]) continue;
    tied += pairsOf(i - start);
    start = i;
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
