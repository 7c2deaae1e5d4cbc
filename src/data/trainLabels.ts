import { UserError } from '../userError.ts';
import { idxFileNames } from './datasets.ts';
import { readIdx } from './idx.ts';
import { idxFile } from './idxDataset.ts';
import { checkClasses } from './labels.ts';
import type { Dataset, Labels } from './types.ts';

const maxLabels = 2 ** 24;

/**
 * The training labels that a run folder brings (`train-labels-idx1-ubyte`, plain or .gz): those it was
 * trained on, where they differ from the published ones.
 *
 * @returns null when it brings none
 */
export function readTrainLabels(folder: string): Uint8Array | null {
  const path = idxFile(folder, idxFileNames.train.labels);
  if (path === null) return null;
  const checkShape = (shape: readonly number[]): void => {
    if (shape.length !== 1) throw new UserError(`${path}: rank ${shape.length}; labels have rank 1`);
    if (shape[0]! > maxLabels)
      throw new UserError(`${path}: ${shape[0]} labels; at most ${maxLabels} are read`);
  };
  return readIdx(path, checkShape).data;
}

/**
 * The dataset with other training labels; the first ones count.
 *
 * @throws UserError when there are too few or one is no class
 */
export function withTrainLabels(dataset: Dataset, labels: Labels): Dataset {
  const { count } = dataset.train;
  if (labels.length < count) {
    throw new UserError(`${labels.length} training labels; ${dataset.name} is read with ${count} examples`);
  }
  const first = labels.slice(0, count);
  checkClasses('training labels', first, dataset.classes);
  return { ...dataset, train: { ...dataset.train, labels: first } };
}
