import type { Accuracy, Outcome } from './outcome.ts';
import { type PairedDifference, pairedDifference, type Spread, spread } from './statistics.ts';

/** The repeats of a case, as the paper's tables have them: means over the runs that did not fail. */
export interface Summary {
  readonly runs: number;
  readonly failed: number;
  /** Largest over the epochs. */
  readonly best: Spread;
  /** After the last epoch. */
  readonly final: Spread;
  /** In the epoch of `best`. */
  readonly bestTop5: Spread;
  readonly finalTop5: Spread;
  /** On the training examples, after the last epoch. */
  readonly train: Spread;
  /** Of all runs. */
  readonly seconds: Spread;
}

/** Which accuracy of a run counts. */
export type Moment = 'best' | 'final';

export function summarize(outcomes: readonly Outcome[]): Summary {
  const succeeded = outcomes.filter(({ failure }) => failure === null);
  const spreadOf = (moment: Moment, key: keyof Accuracy): Spread =>
    spread(succeeded.flatMap((outcome) => outcome[moment]?.[key] ?? []));
  return {
    runs: outcomes.length,
    failed: outcomes.length - succeeded.length,
    best: spreadOf('best', 'top1'),
    final: spreadOf('final', 'top1'),
    bestTop5: spreadOf('best', 'top5'),
    finalTop5: spreadOf('final', 'top5'),
    train: spread(succeeded.flatMap(({ trainAccuracy }) => trainAccuracy ?? [])),
    seconds: spread(outcomes.map(({ seconds }) => seconds)),
  };
}

/** How much more accurate `ours` are than `theirs`: seed by seed, where neither run failed. */
export function compare(
  ours: readonly Outcome[],
  theirs: readonly Outcome[],
  moment: Moment,
): PairedDifference {
  return pairedDifference(bySeed(ours, moment), bySeed(theirs, moment));
}

/** Test accuracies of the runs that did not fail. */
export function bySeed(outcomes: readonly Outcome[], moment: Moment): Map<number, number> {
  return new Map(
    outcomes.flatMap(({ seed, failure, [moment]: accuracy }) =>
      failure === null && accuracy ? [[seed, accuracy.top1] as const] : [],
    ),
  );
}

/** The smallest and the largest mean training accuracy of the cases; undefined where all runs failed. */
export function trainRange(outcomes: Iterable<readonly Outcome[]>): readonly [number, number] | undefined {
  const means = [...outcomes].flatMap((repeats) => summarize(repeats).train.mean ?? []);
  return means.length === 0 ? undefined : [Math.min(...means), Math.max(...means)];
}
