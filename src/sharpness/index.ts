export { type SharpnessGraphs, sharpnessGraphs } from './graphs.ts';
export { measureGroup } from './measureGroup.ts';
export { type NormalizationOptions, normalizationOperator } from './normalization.ts';
export type {
  BiasPolicy,
  GroupMeasures,
  Normalization,
  NormOrder,
  Region,
  SharpnessPlan,
  ValueSource,
} from './types.ts';
