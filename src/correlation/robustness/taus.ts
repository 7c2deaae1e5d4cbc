import { tauA } from '../kendall.ts';

/** Kendall's τ of two lists over the models that have a number in both. */
export interface KnownTau {
  readonly value: number | null;
  readonly models: number;
}

export function tauOfKnown(x: ArrayLike<number>, y: ArrayLike<number>): KnownTau {
  const { left, right } = knownPairs(x, y);
  return { value: tauA(left, right), models: left.length };
}

/** The numbers of the models that have both. */
export function knownPairs(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { readonly left: readonly number[]; readonly right: readonly number[] } {
  const known = Array.from(x, (_, model) => model).filter(
    (model) => !Number.isNaN(x[model]) && !Number.isNaN(y[model]),
  );
  return { left: known.map((model) => x[model]!), right: known.map((model) => y[model]!) };
}
