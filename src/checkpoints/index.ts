export { checkNumbers } from './checkNumbers.ts';
export { type Discovery, discoverRuns } from './discover.ts';
export { type Rescaled, type RescalingOptions, rescaleFilters, rescaleNodes } from './rescale.ts';
export { parseRunConfig } from './runConfig.ts';
export {
  checkCheckpoint,
  readCheckpoint,
  readDivergence,
  readMetrics,
  readRunConfig,
  readRunFolder,
  readTrainedMetrics,
} from './runFolder.ts';
export { readSafetensors, writeSafetensors } from './safetensors.ts';
export type { TensorEntry } from './safetensorsHeader.ts';
export type * from './types.ts';
export {
  type FinishedRun,
  type HistoryRow,
  isCompleteRun,
  type RunState,
  runState,
  type StoredModel,
  writeRunFolder,
} from './writeRunFolder.ts';
