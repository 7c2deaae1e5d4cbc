import { totalmem } from 'node:os';

/** How much memory, in bytes, one of several workers may hold between two runs: its share of three quarters of all. */
export function memoryLimit(workers: number): number {
  return (0.75 * totalmem()) / workers;
}
