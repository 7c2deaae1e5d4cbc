import { type Case, median, type Side } from './sides.ts';

/** Milliseconds of one side. */
export interface Timing {
  /** Of a repetition. */
  readonly median: number;
  /** The first call: preparation, tracing and first run, and a repetition a thread. */
  readonly first: number;
}

export interface Rounds {
  readonly rounds: number;
  /** Of each side in each round. */
  readonly repetitions: number;
}

async function firstCall(side: Side, what: Case): Promise<number> {
  const start = performance.now();
  await side.measure(what, what.options.threads);
  return performance.now() - start;
}

/** Lets the sides take turns, so that a slow moment of the machine meets both. */
export async function compare(
  what: Case,
  sides: readonly [Side, Side],
  { rounds, repetitions }: Rounds,
): Promise<readonly [Timing, Timing]> {
  const firsts = [await firstCall(sides[0], what), await firstCall(sides[1], what)] as const;
  const times: readonly [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    for (const k of [0, 1] as const) times[k].push(...(await sides[k].measure(what, repetitions)));
  }
  return [
    { median: median(times[0]), first: firsts[0] },
    { median: median(times[1]), first: firsts[1] },
  ];
}
