import type { BiasPolicy, Normalization, NormOrder } from '../../sharpness/types.ts';

export type Base = 'sgd' | 'adam' | 'adamw';

/**
 * Every option of a training, flat: what a recipe says under `training`, what flags and the axes of a study set, and
 * what config.json keeps. `sam` and `asam` are steps of `base` with the gradient at w + epsilon: sam with T_w = 1.
 */
export interface TrainingRecipe {
  readonly optimizer: Base | 'sam' | 'asam';
  /** The update rule under sam and asam; otherwise the optimizer itself. */
  readonly base: Base;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Of sam and asam; 0 otherwise. */
  readonly rho: number;
  readonly p: NormOrder;
  readonly normalization: Normalization;
  readonly bias: BiasPolicy;
  readonly eta: number;
  readonly m: number | null;
  readonly batchNormStatistics: 'first' | 'both';
  readonly epochs: number;
  readonly batchSize: number;
  readonly accumulate: number;
  readonly learningRate: number;
  readonly schedule: 'constant' | 'cosine' | 'step';
  readonly warmupEpochs: number;
  readonly milestones: readonly number[];
  readonly factor: number;
  readonly weightDecay: number;
  readonly decayScope: 'all' | 'weights';
  readonly decay: 'coupled' | 'decoupled';
  readonly labelSmoothing: number;
  readonly clipNorm: number | null;
  readonly crop: 'none' | 'padded' | 'resized';
  readonly flip: boolean;
  readonly autoAugment: boolean;
  readonly cutout: number;
  readonly cutMix: number;
  readonly cutMixAlpha: number;
  /** As the implementation that the architecture is named after does, PyTorch's default, or He's normal one. */
  readonly initialization: 'own' | 'pytorch' | 'he';
  readonly stopAtLoss: number | null;
  /** The test examples are scored every so many epochs, and after the last. */
  readonly testEvery: number;
  /** A snapshot every so many epochs; null: none. */
  readonly snapshotEvery: number | null;
  /** A snapshot of the epoch with the best test accuracy. */
  readonly snapshotBest: boolean;
}
