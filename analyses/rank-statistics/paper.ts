/** The four measures of the paper's Table 1, in its order. */
export interface PaperMeasure {
  readonly measure: 'sharpness' | 'adaptive_sharpness';
  readonly p: 2 | 'inf';
  /** The radius that its grid search chose (Appendix B). */
  readonly rho: number;
  readonly tau: number;
  readonly psi: Readonly<Record<Hyperparameter, number>>;
  readonly Psi: number;
}

/** The axes of its Table 7, in the order of Table 1. */
export const HYPERPARAMETERS = ['batchSize', 'learningRate', 'weightDecay', 'dropoutRate'] as const;
export type Hyperparameter = (typeof HYPERPARAMETERS)[number];

export const HYPERPARAMETER_NAMES: Readonly<Record<Hyperparameter, string>> = {
  batchSize: 'mini-batch size',
  learningRate: 'learning rate',
  weightDecay: 'weight decay',
  dropoutRate: 'dropout rate',
};

/** WRN-28-2 on CIFAR-10, one-step ascent, m = 8 (Kwon et al. 2021, Table 1). */
export const TABLE_1: readonly PaperMeasure[] = [
  {
    measure: 'sharpness',
    p: 2,
    rho: 1e-5,
    tau: 0.174,
    psi: { batchSize: 0.667, learningRate: 0.563, weightDecay: -0.297, dropoutRate: 0.102 },
    Psi: 0.259,
  },
  {
    measure: 'adaptive_sharpness',
    p: 2,
    rho: 0.5,
    tau: 0.636,
    psi: { batchSize: 0.696, learningRate: 0.577, weightDecay: 0.534, dropoutRate: -0.092 },
    Psi: 0.429,
  },
  {
    measure: 'sharpness',
    p: 'inf',
    rho: 5e-4,
    tau: 0.257,
    psi: { batchSize: 0.777, learningRate: 0.797, weightDecay: -0.469, dropoutRate: 0.161 },
    Psi: 0.316,
  },
  {
    measure: 'adaptive_sharpness',
    p: 'inf',
    rho: 5e-3,
    tau: 0.616,
    psi: { batchSize: 0.817, learningRate: 0.806, weightDecay: 0.656, dropoutRate: 0.225 },
    Psi: 0.626,
  },
];

/** `adaptive sharpness, p = ∞` */
export function measureTitle({ measure, p }: Pick<PaperMeasure, 'measure' | 'p'>): string {
  return `${measure === 'sharpness' ? 'sharpness' : 'adaptive sharpness'}, p = ${p === 'inf' ? '∞' : p}`;
}
