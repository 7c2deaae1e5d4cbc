import type { Case, Side } from './sides.ts';
import { median, type Timing, timed } from './timing.ts';

export interface Rounds {
  readonly rounds: number;
  /** Of each contestant in each round. */
  readonly repetitions: number;
}

/** A case on a side. */
export interface Contestant {
  readonly side: Side;
  readonly what: Case;
}

/** Lets contestants take turns, so that a slow moment of the machine meets all. */
export async function compare(
  contestants: readonly Contestant[],
  { rounds, repetitions }: Rounds,
): Promise<readonly Timing[]> {
  const firsts: number[] = [];
  for (const { side, what } of contestants) firsts.push((await timed(() => side.measure(what, 1))).time);
  const times = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [k, { side, what }] of contestants.entries()) {
      times[k]!.push(...(await side.measure(what, repetitions)));
    }
  }
  return contestants.map((_, k) => ({ median: median(times[k]!), first: firsts[k]! }));
}
