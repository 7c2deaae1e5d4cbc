import { readFileSync } from 'node:fs';
import { numbersOf } from './goldenNumbers.ts';

/** Kendall's tau-b and its p-value as SciPy computes them; null where undefined. */
interface Result {
  readonly tau: number | null;
  readonly p: number | null;
}

interface Golden {
  readonly cases: readonly (Result & {
    readonly name: string;
    readonly x: readonly (number | string)[];
    readonly y: readonly (number | string)[];
  })[];
  readonly long: Readonly<Record<'independent' | 'dependent', Result>>;
  readonly tails: readonly (readonly [z: number, p: number])[];
}

const file = new URL('../../fixtures/golden/kendall.json', import.meta.url);
const golden: Golden = JSON.parse(readFileSync(file, 'utf8'));

export const kendallCases = golden.cases.map(({ x, y, ...result }) => ({
  ...result,
  x: numbersOf(x),
  y: numbersOf(y),
}));
export const { tails } = golden;

const x = linearCongruential(20_000, 300, 1);
const noise = linearCongruential(20_000, 9000, 99);

/** Lists that are drawn here as they were drawn there. */
export const longKendallCases = [
  { name: 'independent', x, y: noise, ...golden.long.independent },
  { name: 'dependent', x, y: x.map((value, i) => 3 * value - noise[i]!), ...golden.long.dependent },
];

function linearCongruential(n: number, modulus: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: n }, () => {
    state = (state * 48271) % 2147483647;
    return state % modulus;
  });
}
