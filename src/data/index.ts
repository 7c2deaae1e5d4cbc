export { type Augmentation, type AugmentOptions, augment } from './augment.ts';
export { exactPixels, labelsOf, pixels } from './batch.ts';
export { type DatasetInfo, datasetInfo } from './datasets.ts';
export { type CheckShape, type IdxArray, readIdx } from './idx.ts';
export { installMnist, type MnistReport, type SplitReport } from './mnist.ts';
export { type DatasetRequest, readDataset, readTrainLabels, withTrainLabels } from './readDataset.ts';
export type * from './types.ts';
