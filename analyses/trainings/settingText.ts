import { plural } from '../../src/cli/say.ts';
import { type ModelOptions, modelSpec } from '../../src/index.ts';
import type { Scale } from './options.ts';
import { BATCH_SIZE } from './planned.ts';

/** What all trainings of an analysis share: items of a list in Markdown. */
export function settingText({ dataset, trainCount, testCount, epochs, seeds }: Scale): string {
  const updates = Math.ceil(trainCount / BATCH_SIZE) * epochs;
  return `- ${dataset}: the first ${trainCount} training images and the first ${testCount} test images in file order; crop with padding 4, horizontal flip; label smoothing 0.1.
- Batches of ${BATCH_SIZE} (the paper's: 128), momentum 0.9, weight decay 0.0005 on all parameters, cosine decay of the learning rate without warm-up.
- SAM and ASAM: ${plural(epochs, 'epoch')}, ${updates} updates. SGD: ${2 * epochs} epochs, ${2 * updates} updates. That is ${2 * updates} gradients each, as in the paper; so the maximum of SGD is over twice as many epochs.
- The scale was chosen after a first try with batches of 128 and 15 epochs of SAM and ASAM (600 updates), learning rate 0.1, of which one seed was seen: there the networks were far from fitting their training data (47 to 57 % without label noise), and SGD with twice the epochs was ahead everywhere, by 3 to 12 points.
- ${seeds === 1 ? 'Seed 0' : `Seeds 0 to ${seeds - 1}`}. The runs of one seed begin with the same weights, and SAM and ASAM also see the same batches: differences are taken seed by seed.`;
}

/** What a mean, a failure and a clear difference are: the end of a setting. */
export const countingText: string = `- *Maximum*: the largest test accuracy after any epoch, as in the paper, which picks the epoch by the test data; *final*: after the last one. Test accuracies in percent, mean ± standard deviation over the runs that did not fail.
- A run *failed* if it diverged, or its maximum is not more than 2 points above a guess.
- Differences in percentage points, mean ± standard error over the seeds; bold, and called clear, where Student's 95 % interval leaves 0 out; nothing is corrected for how many differences there are.`;

/** `24,666 parameters` */
export function parameterText(model: ModelOptions): string {
  return `${modelSpec(model).parameterCount.toLocaleString('en-US')} parameters`;
}
