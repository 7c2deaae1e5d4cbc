import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startTrainProgress } from '../../src/cli/trainProgress.ts';
import type { TrainProgress } from '../../src/studies/trainOutcome.ts';

const speed = { imagesPerSecond: 1234.4, waitingShare: 0.052 };
const step = {
  kind: 'step' as const,
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

function stepAt(share: number): TrainProgress {
  return { ...step, done: step.total * share };
}

/** Tells of a run that went on after epoch 2, took a minute to start, and then a second an epoch. */
function tell(isLive: boolean, ...told: readonly TrainProgress[]): string[] {
  process.stderr.isTTY = isLive;
  const progress = startTrainProgress({});
  progress.show({ kind: 'resumed', epoch: 2 });
  for (const one of told) {
    const passed = one.kind === 'step' ? one.done / one.total : 1;
    vi.setSystemTime(60_000 + 1000 * passed);
    progress.show(one);
  }
  return said;
}

describe('how far a training is', () => {
  it('is a line an epoch, with the time that is left at the pace since its first step', () => {
    expect(tell(false, stepAt(0.25), epoch)).toEqual([
      'going on after epoch 2\n',
      'epoch  3/12  train loss 0.5000 accuracy 75.00 %  test loss 1.0000 accuracy 50.00 %  ' +
        'waiting for data 5 %  1234 images/s  9 s left\n',
    ]);
  });

  it('is a live line within it on a terminal, which fits there', () => {
    const shown = tell(true, stepAt(0.25), stepAt(0.5)).at(-1);
    expect(shown).toMatch(
      /epoch 3\/12 50 % {2}loss 0\.500 {2}acc 75\.0 % {2}1234 img\/s {2}10 s left {2}wait 5 %$/,
    );
    expect(shown!.length).toBeLessThan(80);
  });

  it('says nothing of the time that is left before there is a pace', () => {
    expect(tell(true, stepAt(0.25)).at(-1)).toMatch(/25 % .* wait 5 %$/);
    expect(said.join('')).not.toMatch(/left/);
    expect(tell(false, epoch).at(-1)).toMatch(/images\/s\n$/);
  });
});

describe('the end of a training', () => {
  const end = (asked: { epochs: number; stopAtLoss: number | null }, ...told: readonly TrainProgress[]) => {
    process.stderr.isTTY = false;
    const progress = startTrainProgress({});
    for (const one of told) progress.show(one);
    said = [];
    progress.done(asked);
    return said;
  };

  it('is told of when the loss that was asked for brought it', () => {
    const line = (reached: number): string =>
      `ended early, after epoch ${reached} of 12: the training loss is at most 0.5\n`;
    expect(end({ epochs: 12, stopAtLoss: 0.5 }, epoch)).toEqual([line(3)]);
    expect(end({ epochs: 12, stopAtLoss: 0.5 }, { kind: 'resumed', epoch: 7 })).toEqual([line(7)]);
  });

  it('is the last epoch otherwise', () => {
    expect(end({ epochs: 3, stopAtLoss: 0.5 }, epoch)).toEqual([]);
    expect(end({ epochs: 12, stopAtLoss: null }, epoch)).toEqual([]);
    expect(end({ epochs: 12, stopAtLoss: 0.5 })).toEqual([]);
  });
});
