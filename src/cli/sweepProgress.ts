import type { Ranked, SweepProgress } from '../studies/sweep/index.ts';
import { type Progress, startProgress } from './progress.ts';
import { duration } from './say.ts';

/** Shows how far the training of a sweep is. */
export interface SweepProgressShow {
  readonly show: (progress: SweepProgress) => void;
  readonly close: () => void;
}

export function startSweepProgress(options: { readonly quiet?: boolean | undefined }): SweepProgressShow {
  const progress = startProgress(options);
  let started: number | undefined;
  const show = (told: SweepProgress): void => {
    if (started === undefined) {
      started = Date.now();
      begin(progress, told);
      return;
    }
    const seconds = (Date.now() - started) / 1000;
    if (told.share < 1) progress.update(line(told, (seconds / told.share) * (1 - told.share)));
    else progress.line(`trained in ${duration(seconds)}: ${counts(told)}${extremes(told)}`);
  };
  return { show, close: progress.close };
}

function begin(progress: Progress, { total, earlier, share }: SweepProgress): void {
  const there = earlier > 0 ? `, ${earlier} of them done earlier` : '';
  if (share < 1) progress.line(`training: ${total} runs${there}`);
  else progress.line(`training: all ${total} runs are there`);
}

function line(told: SweepProgress, left: number): string {
  const remaining = told.total - told.trained - told.diverged - told.failed;
  return `${counts(told)}  ${remaining} left, ${duration(left)}${extremes(told)}`;
}

function counts({ trained, diverged, failed }: SweepProgress): string {
  return `${trained} done, ${diverged} diverged, ${failed} failed`;
}

function extremes({ best, worst }: SweepProgress): string {
  if (best === undefined || worst === undefined) return '';
  return `  test accuracy ${percent(worst)} to ${percent(best)} (${best.name})`;
}

function percent({ testAccuracy }: Ranked): string {
  return `${(testAccuracy * 100).toFixed(1)} %`;
}
