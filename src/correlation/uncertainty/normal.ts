import { twoSidedTail } from '../normalTail.ts';
import { solveRising } from './solveRising.ts';

/** The standard normal distribution function, to 1e-15, and below 0 to a relative 1e-13. */
export function normalCdf(z: number): number {
  const beyond = twoSidedTail(z) / 2;
  return z < 0 ? beyond : 1 - beyond;
}

/** The z below which the share `level`, in (0, 1), of a standard normal lies. */
export function normalQuantile(level: number): number {
  return solveRising(normalCdf, normalDensity, level);
}

function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}
