export { type Augmentation, type AugmentOptions, augment } from './augment.ts';
export { exactPixels, labelsOf, pixels } from './batch.ts';
export type { DatasetInfo, PixelStatistics } from './datasets.ts';
export { decodeImage } from './decodeImage.ts';
export type { DownloadHooks } from './download/downloadFile.ts';
export type {
  ArchivedFile,
  Checksum,
  CifarPictures,
  Download,
  PublishedDataset,
} from './download/published.ts';
export { batchesInOrder, readExamples } from './examples.ts';
export { type CheckShape, type IdxArray, readIdx } from './idx.ts';
export { withLabelNoise } from './labelNoise.ts';
export { type PassPlan, passOrder } from './loader/passPlan.ts';
export { type Loader, startLoader } from './loader/startLoader.ts';
export { type ProvidedDataset, provideDataset, type Verification } from './provideDataset.ts';
export { type DatasetRequest, describeDataset, readDataset } from './readDataset.ts';
export { resizeImage, type Size } from './resizeImage.ts';
export { type DatasetSummary, type SplitSummary, summarizeDataset } from './summary.ts';
export { readTrainLabels, withTrainLabels } from './trainLabels.ts';
export type * from './types.ts';
