export { type SharpnessGraphs, sharpnessGraphs } from './graphs.ts';
export type { GroupContext, Perturbation } from './group.ts';
export { measureGroup } from './measureGroup.ts';
export { normalizationOperator } from './normalization.ts';
export type {
  Ascent,
  BatchNormMode,
  BiasPolicy,
  Certificate,
  GroupMeasures,
  GroupValue,
  LossName,
  Normalization,
  NormalizationOptions,
  NormOrder,
  Region,
  SharpnessPlan,
  ValueSource,
} from './types.ts';
