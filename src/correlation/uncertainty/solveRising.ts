const MOST_STEPS = 200;

/**
 * Where a symmetric distribution function reaches a level in (0, 1), by Newton's method from 0: where the density
 * falls, no step goes too far.
 */
export function solveRising(
  cdf: (x: number) => number,
  density: (x: number) => number,
  level: number,
): number {
  let x = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = x + (level - cdf(x)) / density(x);
    if (Math.abs(next - x) <= 1e-15 * Math.abs(next)) return next;
    x = next;
  }
  return x;
}
