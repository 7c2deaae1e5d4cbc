import type { Divergence, TrainedMetrics } from '../checkpoints/index.ts';
import { divergenceReason } from './divergenceReason.ts';
import {
  type BestEpoch,
  nothingYet,
  type SavedTraining,
  type TrainingEnd,
  type TrainingEvent,
  type TrainingProgress,
} from './events.ts';
import {
  endSession,
  evaluate,
  type Session,
  startSession,
  type TrainingTask,
  type TrainingTools,
} from './session.ts';
import { trainEpoch } from './trainEpoch.ts';
import { saveState, storedWeights } from './trainingState.ts';
import type { Performance, TrainingOptions } from './types.ts';

async function* runEpochs(
  session: Session,
  start: TrainingProgress,
): AsyncGenerator<TrainingEvent, TrainingEnd> {
  const { task, layout } = session;
  const { options, spec, dataset } = task;
  const history = [...start.history];
  let { best } = start;
  let latestTest: Performance | null = null;
  const diverged = (divergence: Divergence): TrainingEnd => ({ kind: 'diverged', divergence, history });

  for (
    let epoch = history.length;
    epoch < options.epochs && !isGoodEnough(history.at(-1)?.train_loss, options);
    epoch++
  ) {
    const started = performance.now();
    const { loss, accuracy, seconds, waiting, learningRate, divergence } = yield* trainEpoch(session, epoch);
    if (divergence) return diverged(divergence);
    const isLast = epoch + 1 === options.epochs || isGoodEnough(loss, options);
    const test = isLast || (epoch + 1) % options.testEvery === 0 ? await evaluate(session, 'test') : null;
    latestTest = test;
    const isBest = test !== null && test.accuracy > best.accuracy;
    if (isBest) best = { epoch: epoch + 1, accuracy: test.accuracy, topFive: test.topFive };
    history.push({
      epoch: epoch + 1,
      learning_rate: learningRate,
      train_loss: loss,
      train_accuracy: accuracy,
      test_loss: test?.loss ?? null,
      test_accuracy: test?.accuracy ?? null,
      seconds: (performance.now() - started) / 1000,
    });
    yield {
      kind: 'epoch',
      row: history.at(-1)!,
      isBest,
      imagesPerSecond: dataset.train.count / seconds,
      waitingShare: waiting / seconds,
      model: () => storedWeights(session.state, layout, spec),
      save: () => ({ progress: { history: [...history], best }, state: saveState(session.state) }),
    };
  }
  const train = await evaluate(session, 'train');
  const test = latestTest ?? (await evaluate(session, 'test'));
  // the last update is in no epoch's loss
  if (!Number.isFinite(train.loss)) {
    const reason = divergenceReason(`the loss after the last step is ${train.loss}`, options);
    return diverged({ reason, epoch: history.length, step: null });
  }
  return {
    kind: 'trained',
    ...storedWeights(session.state, layout, spec),
    metrics: metricsOf(train, test, best),
    history,
  };
}

function isGoodEnough(loss: number | undefined, { stopAtLoss }: TrainingOptions): boolean {
  return loss !== undefined && stopAtLoss !== null && loss <= stopAtLoss;
}

function metricsOf(train: Performance, test: Performance, best: BestEpoch): TrainedMetrics {
  return {
    trainLoss: train.loss,
    testLoss: test.loss,
    trainAccuracy: train.accuracy,
    testAccuracy: test.accuracy,
    bestTestAccuracy: best.accuracy,
    bestEpoch: best.epoch,
    testTopFive: test.topFive,
    bestTestTopFive: best.topFive,
  };
}

/**
 * Trains a model, from scratch or from where a training was saved: then it ends with the same bytes as one that was
 * never stopped.
 *
 * Yields what happens. A training whose loss or gradient is no finite number any more ends at once as `diverged`, and so
 * does one whose gradient was 0 for an epoch, once that is over: it learns nothing.
 *
 * @param tools what it computes with; they stay the caller's
 */
export async function* trainModel(
  task: TrainingTask,
  tools: TrainingTools,
  from?: SavedTraining,
): AsyncGenerator<TrainingEvent, TrainingEnd> {
  const session = startSession(task, tools, from?.state);
  try {
    return yield* runEpochs(session, from?.progress ?? nothingYet);
  } finally {
    endSession(session);
  }
}
