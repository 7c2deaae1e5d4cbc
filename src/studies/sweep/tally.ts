import { relativeCost } from './relativeCost.ts';
import type { RunOutcome } from './trainMissing.ts';
import type { PlannedRun } from './types.ts';

/** A run that was trained, with its test accuracy. */
export interface Ranked {
  readonly name: string;
  readonly testAccuracy: number;
}

/** How far the training of a sweep is. */
export interface SweepProgress {
  /** All runs of the study. */
  readonly total: number;
  /** Runs with a model, those that had one before included; and so on. */
  readonly trained: number;
  readonly diverged: number;
  readonly failed: number;
  /** How many of them an earlier sweep had left. */
  readonly earlier: number;
  /** How much of what was missing is done, by what the runs cost: from 0 to 1. */
  readonly share: number;
  /** Of the runs of this sweep. */
  readonly best: Ranked | undefined;
  readonly worst: Ranked | undefined;
}

/** Counts what comes of the runs that are missing. */
export interface Tally {
  add(outcome: RunOutcome): void;
  now(): SweepProgress;
}

/** @param found what there was before */
export function startTally(
  found: Pick<SweepProgress, 'total' | 'trained' | 'diverged' | 'failed'>,
  missing: readonly PlannedRun[],
): Tally {
  const all = missing.reduce((sum, { recipe }) => sum + relativeCost(recipe), 0);
  let { trained, diverged, failed } = found;
  let [done, left] = [0, missing.length];
  let [best, worst]: (Ranked | undefined)[] = [];
  return {
    add: (outcome) => {
      done += relativeCost(outcome.run.recipe);
      left -= 1;
      if (outcome.kind === 'failed') failed += 1;
      else if (outcome.result.kind === 'diverged') diverged += 1;
      else {
        trained += 1;
        const ranked = { name: outcome.run.name, testAccuracy: outcome.result.metrics.testAccuracy };
        if (best === undefined || ranked.testAccuracy > best.testAccuracy) best = ranked;
        if (worst === undefined || ranked.testAccuracy < worst.testAccuracy) worst = ranked;
      }
    },
    now: () => ({
      total: found.total,
      trained,
      diverged,
      failed,
      earlier: found.trained + found.diverged,
      // sums in another order differ in their last digits
      share: left === 0 ? 1 : done / all,
      best,
      worst,
    }),
  };
}
