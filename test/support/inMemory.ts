import type { Dataset, MemorySplit } from '../../src/data/index.ts';

export interface MemoryDataset extends Dataset {
  readonly train: MemorySplit;
  readonly test: MemorySplit;
}

/** A dataset that is known to be in memory. */
export function inMemory(dataset: Dataset): MemoryDataset {
  const { train, test } = dataset;
  if (train.kind !== 'memory' || test.kind !== 'memory') throw new Error(`${dataset.name} is in files`);
  return { ...dataset, train, test };
}
