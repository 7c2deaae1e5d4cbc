import type { HistoryRow } from '../checkpoints/index.ts';
import { startProgress } from './progress.ts';
import { duration } from './say.ts';

/** Shows how far `measure train` is. */
export interface TrainProgress {
  begin(text: string): void;
  /** A line an epoch. */
  epoch(row: HistoryRow, epochs: number): void;
}

export function startTrainProgress(
  options: { readonly quiet?: boolean | undefined },
  examples: number,
): TrainProgress {
  const progress = startProgress(options);
  const started = Date.now();
  return {
    begin: progress.line,
    epoch: ({ epoch, train_loss, train_accuracy, test_loss, test_accuracy, seconds }, epochs) => {
      const left = ((Date.now() - started) / 1000 / epoch) * (epochs - epoch);
      const parts = [
        `epoch ${`${epoch}`.padStart(`${epochs}`.length)}/${epochs}`,
        `train ${scores(train_loss, train_accuracy)}`,
        ...(test_loss === null || test_accuracy === null ? [] : [`test ${scores(test_loss, test_accuracy)}`]),
        `${Math.round(examples / seconds)} images/s`,
        ...(epoch < epochs ? [`${duration(left)} left`] : []),
      ];
      progress.line(parts.join('  '));
    },
  };
}

function scores(loss: number, accuracy: number): string {
  return `loss ${loss.toFixed(4)} accuracy ${(accuracy * 100).toFixed(2)} %`;
}
