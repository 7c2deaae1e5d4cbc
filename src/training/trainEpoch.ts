import * as tf from '@tensorflow/tfjs-core';
import type { Divergence } from '../checkpoints/index.ts';
import type { Batch, PassPlan } from '../data/index.ts';
import { scoped } from '../engine/index.ts';
import { randomStream } from '../random/stream.ts';
import { divergenceReason } from './divergenceReason.ts';
import { examplesOfBatch } from './evaluate.ts';
import type { TrainingEvent } from './events.ts';
import { learningRateAt } from './schedule.ts';
import type { Session } from './session.ts';
import { tensorsOf } from './trainingState.ts';

/** What the steps of an epoch came to. */
export interface EpochResult {
  readonly loss: number;
  readonly accuracy: number;
  readonly seconds: number;
  readonly waiting: number;
  readonly learningRate: number;
  readonly divergence: Divergence | null;
}

/** The numbers that one step came to. */
interface StepNumbers {
  readonly loss: number;
  readonly correct: number;
  readonly squaredNorm: number;
}

function takeStep(
  session: Session,
  batch: Batch,
  rates: Readonly<Record<string, number>>,
  seed: number,
): StepNumbers {
  const { dataset } = session.task;
  return scoped(() => {
    const { state, loss, correct, squaredNorm } = session.step(session.state, {
      batch: examplesOfBatch(batch, dataset.shape),
      seed: tf.tensor1d([seed, 0], 'int32'),
      rates: Object.fromEntries(Object.entries(rates).map(([name, rate]) => [name, tf.scalar(rate)])),
    });
    for (const tensor of tensorsOf(state)) tf.keep(tensor);
    tf.dispose(tensorsOf(session.state));
    session.state = state;
    return {
      loss: loss.dataSync()[0]!,
      correct: correct.dataSync()[0]!,
      squaredNorm: squaredNorm.dataSync()[0]!,
    };
  });
}

/** One pass over the training examples in an order that follows from the seed. */
export async function* trainEpoch(
  session: Session,
  epoch: number,
): AsyncGenerator<TrainingEvent, EpochResult> {
  const { dataset, options, seed } = session.task;
  const dropouts = randomStream(seed, `dropout ${epoch}`);
  const steps = Math.ceil(dataset.train.count / options.batchSize);
  const pass: PassPlan = {
    split: 'train',
    epoch,
    batchSize: options.batchSize,
    order: 'shuffled',
    augmentation: options.augmentation,
    seed,
  };
  const started = performance.now();
  let [done, loss, correct, waiting, learningRate, step] = [0, 0, 0, 0, 0, 0];
  let learns = false;
  let asked = started;
  const result = (divergence: Divergence | null): EpochResult => ({
    loss: loss / done,
    accuracy: correct / done,
    seconds: (performance.now() - started) / 1000,
    waiting: waiting / 1000,
    learningRate,
    divergence,
  });
  for await (const batch of session.loader.batches(pass)) {
    waiting += performance.now() - asked;
    step += 1;
    learningRate = learningRateAt({ epoch, epochs: options.epochs, share: step / steps }, options.schedule);
    const rates = {
      ...session.optimizer.rates(learningRate, epoch * steps + step),
      weightDecay: options.weightDecay.lambda,
    };
    const numbers = takeStep(session, batch, rates, dropouts.integer(2 ** 31));
    done += batch.count;
    loss += numbers.loss * batch.count;
    correct += numbers.correct;
    // a loss of 0 leaves nothing to learn
    learns ||= numbers.squaredNorm > 0 || numbers.loss === 0;
    const wrong = wrongNumber(numbers);
    if (wrong !== null) return result({ reason: divergenceReason(wrong, options), epoch: epoch + 1, step });
    const { accuracy, seconds } = result(null);
    yield {
      kind: 'step',
      epoch: epoch + 1,
      done,
      loss: loss / done,
      accuracy,
      seconds,
      waiting: waiting / 1000,
    };
    asked = performance.now();
  }
  if (learns) return result(null);
  const reason = divergenceReason(`every gradient of epoch ${epoch + 1} was 0`, options);
  return result({ reason, epoch: epoch + 1, step: null });
}

function wrongNumber({ loss, squaredNorm }: StepNumbers): string | null {
  if (!Number.isFinite(loss)) return `the loss is ${loss}`;
  return Number.isFinite(squaredNorm) ? null : 'the gradient has no finite norm';
}
