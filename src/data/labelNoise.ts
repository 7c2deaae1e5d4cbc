import { permutation, randomStream } from '../random/stream.ts';
import { UserError } from '../userError.ts';
import type { Dataset } from './types.ts';

/**
 * A dataset with symmetric label noise: `rate` (0 to 1) of its training examples, rounded to whole ones and chosen
 * at random, get another class, each of the others with the same probability. With one seed, the examples of a
 * lower rate are among those of a higher one, with the same wrong classes. Test labels stay.
 *
 * @throws UserError when the rate is no share, or there is no other class
 */
export function withLabelNoise(dataset: Dataset, rate: number, seed: number): Dataset {
  const { train, classes } = dataset;
  if (!(rate >= 0 && rate <= 1)) throw new UserError(`label noise of ${rate}; it is a share from 0 to 1`);
  if (rate === 0) return dataset;
  if (classes < 2) throw new UserError(`${dataset.name}: label noise needs at least two classes`);
  const stream = randomStream(seed, 'label noise');
  const chosen = permutation(stream, train.count).subarray(0, Math.round(rate * train.count));
  const labels = train.labels.slice();
  for (const example of chosen) {
    // Uniform over the classes without its own.
    const other = stream.integer(classes - 1);
    labels[example] = other < labels[example]! ? other : other + 1;
  }
  return { ...dataset, train: { ...train, labels } };
}
