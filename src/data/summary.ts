import { findSource } from './findSource.ts';
import { readDataset } from './readDataset.ts';
import { type SplitStatistics, splitStatistics } from './statistics.ts';
import type { ImageShape, Split } from './types.ts';

/** What a split holds, for printing. */
export interface SplitSummary extends SplitStatistics {
  readonly count: number;
  /** Examples of each class. */
  readonly classCounts: readonly number[];
}

/** What a dataset holds, for printing. */
export interface DatasetSummary {
  /** Its folder or file. */
  readonly path: string;
  readonly shape: ImageShape;
  readonly classes: number;
  readonly train: SplitSummary;
  readonly test: SplitSummary;
}

/**
 * Reads a whole dataset and describes it; of images in files, 512 of each split are decoded.
 *
 * @throws UserError as `readDataset`
 */
export async function summarizeDataset(request: {
  readonly dataDirectory: string;
  readonly name: string;
}): Promise<DatasetSummary> {
  const { path } = findSource(request.dataDirectory, request.name);
  const { shape, classes, train, test } = await readDataset(request);
  const summarize = async (split: Split): Promise<SplitSummary> => {
    const classCounts = new Array<number>(classes).fill(0);
    for (const label of split.labels) classCounts[label]! += 1;
    return { count: split.count, classCounts, ...(await splitStatistics(shape, split)) };
  };
  return { path, shape, classes, train: await summarize(train), test: await summarize(test) };
}
