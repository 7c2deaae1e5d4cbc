import { isSharpnessAware } from '../recipe/hearers.ts';
import type { Recipe } from '../recipe/index.ts';

/** What a step costs besides its images, in images. */
const STEP = 16;

/** Examples of a dataset whose number a recipe does not say: any number does, where all runs have the same. */
const EXAMPLES = 50_000;

/**
 * What a training costs, beside others of the same network: images that it computes, counted once for each pass. A
 * test costs a third of a pass, which has a gradient.
 */
export function relativeCost({ dataset, training }: Pick<Recipe, 'dataset' | 'training'>): number {
  const { trainCount = EXAMPLES, testCount = trainCount / 5 } = dataset;
  const passes = isSharpnessAware(training) ? 2 : 1;
  const steps = Math.ceil(trainCount / training.batchSize);
  const tests = Math.ceil(training.epochs / training.testEvery);
  return training.epochs * passes * (trainCount + steps * STEP) + (tests * testCount) / 3;
}
