import type { DatasetInfo, PixelStatistics } from './datasets.ts';
import type { Split } from './types.ts';

/** The examples of a dataset, all that its files hold. */
export interface Examples extends DatasetInfo {
  readonly train: Split;
  readonly test: Split;
}

/** The files of a dataset that were found. */
export interface Source {
  /** The folder or the file. */
  readonly path: string;
  /** Null: to be computed over the training set. */
  readonly statistics: PixelStatistics | null;
  /** Reads no more than it needs. */
  describe(): Promise<DatasetInfo>;
  read(): Promise<Examples>;
}
