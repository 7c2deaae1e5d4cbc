/** Milliseconds of one side. */
export interface Timing {
  /** Of a repetition. */
  readonly median: number;
  /** The first call: preparation, tracing and first run. */
  readonly first: number;
}

/** The median of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return (sorted[middle]! + sorted.at(-middle - 1)!) / 2;
}

/** How many milliseconds a call takes, and what it gives. */
export async function timed<T>(
  call: () => Promise<T>,
): Promise<{ readonly time: number; readonly result: T }> {
  const start = performance.now();
  const result = await call();
  return { time: performance.now() - start, result };
}

/** The side with the shortest repetition. */
export function fastest<T extends Timing>(sides: readonly T[]): T {
  return sides.reduce((best, side) => (side.median < best.median ? side : best));
}
