import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome } from '../../analyses/trainings/outcome.ts';

const history = 'epoch,learning_rate,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n';

/** What a synthetic run folder says. */
interface Written {
  readonly seed: number;
  readonly best?: number;
  readonly final?: number;
  readonly topFive?: number | null;
  readonly classes?: number;
  readonly isDiverged?: boolean;
}

/** Writes a run folder without a model: what the analyses read of a finished training. */
export function writeRun(folder: string, written: Written): void {
  const { seed, best = 0.5, final = 0.4, topFive = 0.9, classes = 10, isDiverged = false } = written;
  mkdirSync(folder, { recursive: true });
  const model = { architecture: 'mlp', hidden: [4], inputShape: [2, 2, 1], classes };
  const config = { schema: 'adaptive-sharpness/run/1', model, seed };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
  writeFileSync(join(folder, 'history.csv'), `${history}1,0.1,2,0.3,2,0.4,10.5\n2,0.1,2,0.3,,,20\n`);
  if (isDiverged) {
    const divergence = { reason: 'the loss became NaN', epoch: 1, step: 3 };
    writeFileSync(join(folder, 'diverged.json'), JSON.stringify(divergence));
    return;
  }
  const metrics = {
    ...{ trainLoss: 1, testLoss: 1, trainAccuracy: 0.6, testAccuracy: final },
    ...{ bestTestAccuracy: best, bestEpoch: 7, testTopFive: topFive, bestTestTopFive: topFive },
  };
  writeFileSync(join(folder, 'metrics.json'), JSON.stringify(metrics));
}

/** A run that did not fail. */
export function trained(seed: number, best: number, final: number = best): Outcome {
  return {
    seed,
    failure: null,
    best: { top1: best, top5: 0.9, epoch: 3 },
    final: { top1: final, top5: 0.9 },
    trainAccuracy: 0.8,
    seconds: 60,
  };
}

export function diverged(seed: number): Outcome {
  return { seed, failure: 'diverged', best: null, final: null, trainAccuracy: null, seconds: 5 };
}

/** A run that failed without diverging. */
export function guessing(seed: number): Outcome {
  return { ...trained(seed, 0.1), failure: 'chance' };
}
