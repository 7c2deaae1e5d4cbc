import * as tf from '@tensorflow/tfjs-core';
import type { Dataset, Split } from '../data/index.ts';
import { type Compiled, type Engine, scoped, softmaxCrossEntropy } from '../engine/index.ts';
import { type Examples, examplesOf, type Model, type Weights } from '../models/apply/index.ts';
import type { Performance } from './types.ts';

type Scores = { readonly losses: tf.Tensor1D; readonly correct: tf.Tensor1D };

/** Scores batches of one architecture: evaluation mode, no smoothing. */
export type Scorer = Compiled<[Weights, Examples], Scores>;

/** Compiles the scorer of an architecture; it serves all its checkpoints. */
export function compileScorer(engine: Engine, model: Model): Scorer {
  const score = (weights: Weights, { images, targets }: Examples): Scores => {
    const { logits } = model(weights, images, { mode: 'evaluation' });
    const correct = tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1));
    return {
      losses: softmaxCrossEntropy(logits, targets),
      correct: tf.cast(correct, 'float32') as tf.Tensor1D,
    };
  };
  return engine.compile(score, { name: 'the evaluation' });
}

/** Examples in one evaluation batch. */
const BATCH = 128;

/** The performance on all examples of a split; sums are double precision. */
export function evaluateSplit(scorer: Scorer, weights: Weights, dataset: Dataset, split: Split): Performance {
  let loss = 0;
  let correct = 0;
  for (let start = 0; start < split.count; start += BATCH) {
    const indices = Array.from({ length: Math.min(BATCH, split.count - start) }, (_, k) => start + k);
    scoped(() => {
      const scores = scorer(weights, examplesOf(dataset, split, indices));
      for (const value of scores.losses.dataSync()) loss += value;
      for (const value of scores.correct.dataSync()) correct += value;
    });
  }
  return { loss: loss / split.count, accuracy: correct / split.count };
}
