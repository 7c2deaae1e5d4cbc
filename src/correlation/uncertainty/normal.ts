import { solveRising } from './solveRising.ts';

const BEYOND = 9;

/** The standard normal distribution function, to 1e-15 (Marsaglia 2004). */
export function normalCdf(z: number): number {
  if (Math.abs(z) > BEYOND) return z > 0 ? 1 : 0;
  let sum = 0;
  let term = z;
  for (let k = 3; sum + term !== sum; k += 2) {
    sum += term;
    term *= (z * z) / k;
  }
  return 0.5 + sum * normalDensity(z);
}

/** The z below which the share `level`, in (0, 1), of a standard normal lies. */
export function normalQuantile(level: number): number {
  return solveRising(normalCdf, normalDensity, level);
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
