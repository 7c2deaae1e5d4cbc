import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readDivergence, readRunConfig, readTrainedMetrics } from '../../src/index.ts';
import { parseCsv } from '../../src/report/table/csv.ts';

/** Shares of test examples. */
export interface Accuracy {
  readonly top1: number;
  /** Null with fewer than six classes. */
  readonly top5: number | null;
}

/** What a finished run folder says. */
export interface Outcome {
  readonly seed: number;
  /**
   * Null: it did not fail. Else as the paper counts it, where such runs have the accuracy of a guess and are left out of
   * means: it diverged, or never got further than `CHANCE_MARGIN` above a guess.
   */
  readonly failure: 'diverged' | 'chance' | null;
  /** After the epoch with the largest test accuracy; null when it diverged. */
  readonly best: (Accuracy & { readonly epoch: number }) | null;
  /** After the last epoch. */
  readonly final: Accuracy | null;
  /** After the last epoch, without augmentation, on the labels that it was trained on; null when it diverged. */
  readonly trainAccuracy: number | null;
  /** Of all epochs, tests included. */
  readonly seconds: number;
}

/** Three standard deviations of a guess over 2000 test examples with 10 classes. */
const CHANCE_MARGIN = 0.02;

/**
 * Reads how the training of a run folder ended.
 *
 * @throws UserError when the run is not complete
 */
export function readOutcome(folder: string): Outcome {
  const { model, seed = 0 } = readRunConfig(folder);
  const seconds = secondsOf(folder);
  if (readDivergence(folder)) {
    return { seed, failure: 'diverged', best: null, final: null, trainAccuracy: null, seconds };
  }
  const metrics = readTrainedMetrics(folder);
  const { bestTestAccuracy, bestEpoch, bestTestTopFive, testAccuracy, testTopFive, trainAccuracy } = metrics;
  return {
    seed,
    failure: bestTestAccuracy <= 1 / model.classes + CHANCE_MARGIN ? 'chance' : null,
    best: { top1: bestTestAccuracy, top5: bestTestTopFive, epoch: bestEpoch },
    final: { top1: testAccuracy, top5: testTopFive },
    trainAccuracy,
    seconds,
  };
}

function secondsOf(folder: string): number {
  const file = join(folder, 'history.csv');
  const { names, columns } = parseCsv(readFileSync(file), file);
  return (columns[names.indexOf('seconds')] ?? []).reduce<number>((sum, cell) => sum + Number(cell), 0);
}
