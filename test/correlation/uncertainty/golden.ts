import { readFileSync } from 'node:fs';

/** fixtures/golden/uncertainty.json */
export interface Golden {
  readonly resamples: number;
  readonly tau: readonly {
    readonly name: string;
    readonly gap: readonly number[];
    readonly first: readonly number[];
    readonly second: readonly number[];
    /** Of the draws. */
    readonly seed: number;
    readonly a: Record<Compared, readonly [number, number]>;
    readonly b: Record<Compared, readonly [number, number]>;
  }[];
  readonly grids: readonly (Record<Compared, Record<string, GoldenStudent>> & {
    readonly name: string;
    readonly models: readonly Record<string, number | string>[];
  })[];
  readonly t: readonly (readonly [t: number, freedom: number, p: number])[];
  readonly tQuantiles: readonly (readonly [level: number, freedom: number, t: number])[];
  readonly normal: readonly (readonly [z: number, level: number])[];
  readonly normalQuantiles: readonly (readonly [level: number, z: number])[];
}

export type Compared = 'first' | 'second' | 'difference';

interface GoldenStudent {
  readonly estimate: number;
  readonly interval: readonly [number, number] | null;
  readonly p: number | null;
}

export const golden = JSON.parse(
  readFileSync(new URL('../../../fixtures/golden/uncertainty.json', import.meta.url), 'utf8'),
) as Golden;

/** Numbers in [0, 1), the same as `uniform` of uncertainty.py draws. */
export function goldenUniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
