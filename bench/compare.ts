import type { Case, Side } from './sides.ts';
import { median, type Timing, timed } from './timing.ts';

export interface Rounds {
  readonly rounds: number;
  /** Of each side in each round. */
  readonly repetitions: number;
}

/** Lets the sides take turns, so that a slow moment of the machine meets both. */
export async function compare(
  what: Case,
  sides: readonly [Side, Side],
  { rounds, repetitions }: Rounds,
): Promise<readonly [Timing, Timing]> {
  const first = async (side: Side): Promise<number> => (await timed(() => side.measure(what, 1))).time;
  const firsts = [await first(sides[0]), await first(sides[1])] as const;
  const times: readonly [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const k of [0, 1] as const) times[k].push(...(await sides[k].measure(what, repetitions)));
  }
  return [
    { median: median(times[0]), first: firsts[0] },
    { median: median(times[1]), first: firsts[1] },
  ];
}
