/** More levels than these no reader tells apart. */
const MOST_LEVELS = 12;
/** From this ratio of the largest to the smallest value on, an axis is logarithmic. */
const LOGARITHMIC_FROM = 10;

/** How a figure shows losses: equal steps, or equal ratios. */
export type Spacing = 'linear' | 'log';

function finite(values: readonly number[]): number[] {
  return values.filter(Number.isFinite);
}

function least(values: readonly number[]): number {
  return values.reduce((low, value) => Math.min(low, value), Number.POSITIVE_INFINITY);
}

function most(values: readonly number[]): number {
  return values.reduce((high, value) => Math.max(high, value), Number.NEGATIVE_INFINITY);
}

/** Logarithmic where all values are positive and spread over a power of ten. */
export function spacingOf(values: readonly number[]): Spacing {
  const shown = finite(values);
  const low = least(shown);
  return low > 0 && most(shown) / low >= LOGARITHMIC_FROM ? 'log' : 'linear';
}

/** d * 10^k for digits d, those between two numbers. */
function decades(low: number, high: number, digits: readonly number[]): number[] {
  const [first, last] = [Math.floor(Math.log10(low)), Math.floor(Math.log10(high))];
  const powers = Array.from({ length: last - first + 1 }, (_, k) => first + k);
  const all = powers.flatMap((power) => digits.map((digit) => Number(`${digit}e${power}`)));
  return all.filter((level) => level > low && level < high);
}

/** Multiples of 1, 2 or 5 times a power of ten between two numbers. */
function multiples(low: number, high: number): number[] {
  if (!(high > low)) return [];
  const rough = (high - low) / MOST_LEVELS;
  const power = Math.floor(Math.log10(rough));
  const digit = [1, 2, 5].find((one) => Number(`${one}e${power}`) >= rough);
  const step = digit === undefined ? Number(`1e${power + 1}`) : Number(`${digit}e${power}`);
  const first = Math.floor(low / step);
  const all = Array.from({ length: MOST_LEVELS + 2 }, (_, k) => Number(((first + k) * step).toPrecision(14)));
  // numbers so near each other that steps are lost in rounding have fewer
  return [...new Set(all)].filter((level) => level > low && level < high);
}

/** Round losses that lie between the smallest and the largest: where a figure changes its color. Ascending. */
export function levelsOf(values: readonly number[]): number[] {
  const shown = finite(values);
  const [low, high] = [least(shown), most(shown)];
  if (spacingOf(values) === 'linear') return multiples(low, high);
  const choices = [[1, 2, 5], [1, 3], [1]].map((digits) => decades(low, high, digits));
  const fine = choices.find((levels) => levels.length <= MOST_LEVELS);
  if (fine) return fine;
  const all = choices.at(-1)!;
  const every = Math.ceil(all.length / MOST_LEVELS);
  return all.filter((_, k) => k % every === 0);
}
