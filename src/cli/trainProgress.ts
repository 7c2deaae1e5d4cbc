import type { TrainingRecipe } from '../studies/recipe/index.ts';
import type { TrainProgress } from '../studies/trainOutcome.ts';
import { startProgress } from './progress.ts';
import { duration } from './say.ts';

/** Shows how far `measure train` is: a line an epoch, and on a terminal a live line within it. */
export interface TrainProgressShow {
  readonly begin: (text: string) => void;
  readonly show: (progress: TrainProgress) => void;
  /** The training came to its end: says why that was before its last epoch. */
  readonly done: (asked: Pick<TrainingRecipe, 'epochs' | 'stopAtLoss'>) => void;
  readonly close: () => void;
}

export function startTrainProgress(options: { readonly quiet?: boolean | undefined }): TrainProgressShow {
  const progress = startProgress(options);
  const timer = newTimer();
  let finished: number | undefined;
  const show = (told: TrainProgress): void => {
    switch (told.kind) {
      case 'resumed':
        finished = told.epoch;
        progress.line(`going on after epoch ${told.epoch}`);
        return;
      case 'step': {
        const left = timer.left(told);
        if (progress.isLive) progress.update(stepLine(told, left));
        return;
      }
      case 'epoch':
        finished = told.row.epoch;
        progress.line(epochLine(told, timer.left({ epoch: finished + 1, epochs: told.epochs })));
        return;
    }
  };
  const done: TrainProgressShow['done'] = ({ epochs, stopAtLoss }) => {
    if (stopAtLoss === null || finished === undefined || finished >= epochs) return;
    progress.line(
      `ended early, after epoch ${finished} of ${epochs}: the training loss is at most ${stopAtLoss}`,
    );
  };
  return { begin: progress.line, show, done, close: progress.close };
}

/** How far a training is. */
interface Position {
  /** From 1; the one after the last when all is done. */
  readonly epoch: number;
  readonly epochs: number;
  /** Examples of the epoch that are done, of a total. */
  readonly done?: number;
  readonly total?: number;
}

/**
 * Guesses the seconds that are left from the pace since the first position that was told: what came before, reading data
 * and compiling, does not come again.
 */
function newTimer() {
  let first: { readonly passed: number; readonly at: number } | undefined;
  return {
    left: ({ epoch, epochs, done = 0, total = 1 }: Position): number => {
      const passed = epoch - 1 + done / total;
      first ??= { passed, at: Date.now() };
      const own = passed - first.passed;
      return own > 0 ? ((Date.now() - first.at) / 1000 / own) * (epochs - passed) : Number.POSITIVE_INFINITY;
    },
  };
}

/** Short: it has to fit a line of a terminal. */
function stepLine(step: Extract<TrainProgress, { kind: 'step' }>, left: number): string {
  const { epoch, epochs, done, total, loss, accuracy, imagesPerSecond, waitingShare } = step;
  const parts = [
    `epoch ${epoch}/${epochs} ${percent(done / total)}`,
    `loss ${loss.toFixed(3)}`,
    `acc ${(accuracy * 100).toFixed(1)} %`,
    `${Math.round(imagesPerSecond)} img/s`,
    ...timeLeft(left),
    `wait ${percent(waitingShare)}`,
  ];
  return parts.join('  ');
}

function epochLine(told: Extract<TrainProgress, { kind: 'epoch' }>, left: number): string {
  const { epochs, row, imagesPerSecond, waitingShare } = told;
  const { epoch, train_loss, train_accuracy, test_loss, test_accuracy } = row;
  const parts = [
    `epoch ${`${epoch}`.padStart(`${epochs}`.length)}/${epochs}`,
    `train ${scores(train_loss, train_accuracy)}`,
    ...(test_loss === null || test_accuracy === null ? [] : [`test ${scores(test_loss, test_accuracy)}`]),
    `waiting for data ${percent(waitingShare)}`,
    `${Math.round(imagesPerSecond)} images/s`,
    ...timeLeft(left),
  ];
  return parts.join('  ');
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function timeLeft(seconds: number): string[] {
  return seconds > 0 && Number.isFinite(seconds) ? [`${duration(seconds)} left`] : [];
}

function scores(loss: number, accuracy: number): string {
  return `loss ${loss.toFixed(4)} accuracy ${(accuracy * 100).toFixed(2)} %`;
}
