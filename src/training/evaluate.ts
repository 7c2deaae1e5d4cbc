import * as tf from '@tensorflow/tfjs-core';
import { type Batch, batchesInOrder, type Dataset, type ImageShape, type Split } from '../data/index.ts';
import { type Compiled, type Engine, scoped, softmaxCrossEntropy } from '../engine/index.ts';
import type { Examples, Model, Weights } from '../models/apply/index.ts';
import type { Performance } from './types.ts';

type Scores = {
  readonly losses: tf.Tensor1D;
  readonly correct: tf.Tensor;
  readonly inTopFive: tf.Tensor;
};

/** Scores batches of one architecture: evaluation mode, no smoothing. */
export type Scorer = Compiled<[Weights, Examples], Scores>;

/** Compiles the scorer of an architecture; it serves all its checkpoints. */
export function compileScorer(engine: Engine, model: Model): Scorer {
  const score = (weights: Weights, { images, targets }: Examples): Scores => {
    const { logits } = model(weights, images, { mode: 'evaluation' });
    const correct = tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1));
    const own = tf.sum(tf.mul(logits, targets), 1, true);
    const above = tf.sum(tf.cast(tf.greater(logits, own), 'float32'), 1);
    return {
      losses: softmaxCrossEntropy(logits, targets),
      correct: tf.sum(tf.cast(correct, 'float32')),
      inTopFive: tf.sum(tf.cast(tf.less(above, 5), 'float32')),
    };
  };
  return engine.compile(score, { name: 'the evaluation' });
}

/** Examples in one evaluation batch. */
export const EVALUATION_BATCH = 128;

/** A batch as tensors. */
export function examplesOfBatch({ images, targets, count }: Batch, shape: ImageShape): Examples {
  return {
    images: tf.tensor4d(images, [count, ...shape], 'float32'),
    targets: tf.tensor2d(targets, [count, targets.length / count], 'float32'),
  };
}

/** The performance on all examples of some batches; sums are double precision. */
export async function evaluateBatches(
  scorer: Scorer,
  weights: Weights,
  batches: AsyncIterable<Batch>,
  { shape, classes }: Pick<Dataset, 'shape' | 'classes'>,
): Promise<Performance> {
  let [count, sum, squares, correct, inTopFive] = [0, 0, 0, 0, 0];
  for await (const batch of batches) {
    scoped(() => {
      const scores = scorer(weights, examplesOfBatch(batch, shape));
      for (const loss of scores.losses.dataSync()) {
        // the squares of deviations from the mean of the examples so far (Welford 1962)
        if (count > 0) squares += ((loss - sum / count) ** 2 * count) / (count + 1);
        sum += loss;
        count += 1;
      }
      correct += scores.correct.dataSync()[0]!;
      inTopFive += scores.inTopFive.dataSync()[0]!;
    });
  }
  return {
    loss: sum / count,
    lossStandardError: Math.sqrt(squares / (count - 1) / count),
    accuracy: correct / count,
    topFive: classes > 5 ? inTopFive / count : null,
  };
}

/** The performance on all examples of a split. */
export function evaluateSplit(
  scorer: Scorer,
  weights: Weights,
  dataset: Dataset,
  split: Split,
): Promise<Performance> {
  return evaluateBatches(scorer, weights, batchesInOrder(dataset, split, EVALUATION_BATCH), dataset);
}
