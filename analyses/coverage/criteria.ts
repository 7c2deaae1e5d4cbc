import type { Result } from './results.ts';

/** What the coverage of a 95 % interval should be. */
export const TARGET = { low: 0.93, high: 0.97 } as const;
/** From so many models on. */
export const ENOUGH_MODELS = 100;

/** Is it an interval of what docs/theory.md says, of enough models? */
export function isJudged({ of, models }: Result): boolean {
  return (of === 'coefficient' || of === 'difference') && models >= ENOUGH_MODELS;
}

/** Is the coverage what it should be? Of Ψ, only too little is too far. */
export function isOnTarget({ coverage, statistic }: Result): boolean {
  return coverage >= TARGET.low && (statistic === 'Psi' || coverage <= TARGET.high);
}

/** How wide intervals are, on average, as a multiple of those that the estimates' standard deviation would give. */
export function relativeWidth({ meanWidth, deviation }: Result): number {
  return meanWidth / (2 * 1.96 * deviation);
}

/** What Kolmogorov and Smirnov's distance of so many uniform numbers stays below in 95 of 100 cases. */
export function criticalDistance(count: number): number {
  return 1.358 / Math.sqrt(count);
}

/** The same in one direction only. */
export function criticalExcess(count: number): number {
  return 1.224 / Math.sqrt(count);
}
