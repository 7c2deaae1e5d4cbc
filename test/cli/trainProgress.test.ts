import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTrainProgress } from '../../src/cli/trainProgress.ts';
import type { TrainProgress } from '../../src/studies/trainOutcome.ts';

const speed = { imagesPerSecond: 1234.4, waitingShare: 0.052 };
const step: TrainProgress = {
  kind: 'step',
  ...{ epoch: 3, epochs: 12, done: 50, total: 100, loss: 0.5, accuracy: 0.75, ...speed },
};
const row = {
  ...{ epoch: 3, learning_rate: 0.1, train_loss: 0.5, train_accuracy: 0.75 },
  ...{ test_loss: 1, test_accuracy: 0.5, seconds: 9 },
};
const epoch: TrainProgress = { kind: 'epoch', epochs: 12, row, ...speed };

let said: string[] = [];
const { isTTY } = process.stderr;

beforeEach(() => {
  said = [];
  vi.useFakeTimers({ now: 0 });
  vi.stubEnv('TERM', 'xterm');
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  process.stderr.isTTY = isTTY;
});

/** Tells of a run that went on after epoch 2, a second an epoch. */
function tell(isLive: boolean, ...told: readonly TrainProgress[]): string[] {
  process.stderr.isTTY = isLive;
  const progress = startTrainProgress({});
  progress.show({ kind: 'resumed', epoch: 2 });
  for (const one of told) {
    vi.setSystemTime(one.kind === 'step' ? 500 : 1000);
    progress.show(one);
  }
  return said;
}

describe('how far a training is', () => {
  it('is a line an epoch, with the time that is left at the pace since it went on', () => {
    expect(tell(false, step, epoch)).toEqual([
      'going on after epoch 2\n',
      'epoch  3/12  train loss 0.5000 accuracy 75.00 %  test loss 1.0000 accuracy 50.00 %  ' +
        'waiting for data 5 %  1234 images/s  9 s left\n',
    ]);
  });

  it('is a live line within it on a terminal, which fits there', () => {
    const shown = tell(true, step).at(-1);
    expect(shown).toMatch(
      /epoch 3\/12 50 % {2}loss 0\.500 {2}acc 75\.0 % {2}1234 img\/s {2}10 s left {2}wait 5 %$/,
    );
    expect(shown!.length).toBeLessThan(80);
  });
});
