/**
 * Which measure of a trained network predicts how well it generalizes? The measuring and training jobs,
 * checkpoints, datasets, rank correlation and reports. Importing this starts nothing.
 */
export * from './checkpoints/index.ts';
export type { ComplexityFamily } from './complexity/weights/catalogue.ts';
export * from './correlation/index.ts';
export * from './data/index.ts';
export type { EngineName } from './engine/description.ts';
export * from './models/spec/index.ts';
export * from './report/index.ts';
export type { BiasBnPolicy } from './sharpness/landscape/directions.ts';
export type {
  Ascent,
  AutoPgd,
  AverageCase,
  BatchNormMode,
  BiasPolicy,
  IterativeAscent,
  LossName,
  Normalization,
  NormalizationOptions,
  NormOrder,
  OneStep,
  ProjectedAscent,
  Region,
  SharpnessPlan,
} from './sharpness/types.ts';
export * from './studies/index.ts';
export type {
  BaseOptimizer,
  Schedule,
  SharpnessAware,
  TrainingOptions,
  WeightDecay,
} from './training/types.ts';
export { UserError, type UserErrorName, WriteError } from './userError.ts';
