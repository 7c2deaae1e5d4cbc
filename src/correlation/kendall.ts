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
  const { pairs, concordance } = countPairs(x, y);
  return pairs === 0 ? null : concordance / pairs;
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
  const { pairs, tiedInX, tiedInY, concordance } = countPairs(x, y);
  if (pairs === tiedInX || pairs === tiedInY) return null;
  const tau = concordance / Math.sqrt((pairs - tiedInX) * (pairs - tiedInY));
  return Math.max(-1, Math.min(1, tau));
}

/** Knight (1966): sort by x, then y; the discordant pairs are the exchanges that sorting by y still takes. */
function countPairs(x: ArrayLike<number>, y: ArrayLike<number>): PairCounts {
  const n = x.length;
  if (y.length !== n)
    throw new Error(`Kendall's tau needs two lists of one length, not ${n} and ${y.length}`);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(x[i]) || Number.isNaN(y[i]))
      throw new Error(`Kendall's tau is undefined for NaN (observation ${i})`);
    order[i] = i;
  }
  order.sort((i, j) => compare(x[i]!, x[j]!) || compare(y[i]!, y[j]!));

  const tiedInX = tiedPairs(n, (a, b) => x[order[a]!] === x[order[b]!]);
  const tiedInBoth = tiedPairs(n, (a, b) => x[order[a]!] === x[order[b]!] && y[order[a]!] === y[order[b]!]);
  const sorted = Float64Array.from(order, (i) => y[i]!);
  const discordant = sortCountingExchanges(sorted);
  const tiedInY = tiedPairs(n, (a, b) => sorted[a] === sorted[b]);
  const pairs = pairsOf(n);
  return { pairs, tiedInX, tiedInY, concordance: pairs - tiedInX - tiedInY + tiedInBoth - 2 * discordant };
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function pairsOf(n: number): number {
  return (n * (n - 1)) / 2;
}

/** Pairs inside the runs of equal neighbors of a sorted list of n. */
function tiedPairs(n: number, equal: (a: number, b: number) => boolean): number {
  let tied = 0;
  let start = 0;
  for (let i = 1; i <= n; i++) {
    if (i < n && equal(i - 1, i)) continue;
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
