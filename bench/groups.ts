import type { Ascent, Region } from '../src/sharpness/types.ts';
import type { BenchCheckpoint } from './checkpoint.ts';
import { median, type Timing, timed } from './timing.ts';

/** What is measured on the m-groups of a checkpoint. */
export interface GroupJob {
  readonly checkpoint: BenchCheckpoint;
  readonly regions: readonly Region[];
  readonly m: number;
  readonly ascent: Ascent;
}

/** Consecutive m-groups. */
export interface Range {
  readonly first: number;
  readonly count: number;
}

/** The values of some m-groups added up, [region][radius]; null where a loss was no finite number. */
export type Sums = readonly (readonly (number | null)[])[];

/** A process that measures m-groups. */
export interface GroupProcess {
  measure(range: Range): Promise<Sums>;
  stop(): void;
}

function add(a: Sums, b: Sums): Sums {
  const sum = (x: number | null, y: number | null): number | null =>
    x === null || y === null ? null : x + y;
  return a.map((row, i) => row.map((value, j) => sum(value, b[i]![j]!)));
}

/** Processes that share the m-groups out, as many each. */
export function together(processes: readonly GroupProcess[]): GroupProcess {
  return {
    async measure({ first, count }) {
      const each = count / processes.length;
      const parts = processes.map((one, k) => one.measure({ first: first + k * each, count: each }));
      return (await Promise.all(parts)).reduce(add);
    },
    stop: () => {
      for (const one of processes) one.stop();
    },
  };
}

export interface Raced extends Timing {
  readonly sums: Sums;
}

/**
 * Lets processes (or teams of them) measure the same m-groups in turns, so that a slow moment of the machine meets
 * all. Milliseconds are those of one m-group.
 */
export async function race(
  contestants: readonly GroupProcess[],
  { rounds, ...range }: Range & { readonly rounds: number },
): Promise<readonly Raced[]> {
  const firsts: number[] = [];
  for (const one of contestants) firsts.push((await timed(() => one.measure(range))).time);
  const times = contestants.map((): number[] => []);
  const sums: Sums[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [k, one] of contestants.entries()) {
      const { time, result } = await timed(() => one.measure(range));
      times[k]!.push(time / range.count);
      sums[k] = result;
    }
  }
  return contestants.map((_, k) => ({ median: median(times[k]!), first: firsts[k]!, sums: sums[k]! }));
}

/** The median, over regions and radii, of the relative difference of two sums. */
export function medianDifference(ours: Sums, theirs: Sums): number {
  const differences = theirs.flatMap((row, i) =>
    row.map((value, j) => Math.abs((ours[i]![j] ?? Number.NaN) / (value ?? Number.NaN) - 1)),
  );
  return median(differences.filter(Number.isFinite));
}
