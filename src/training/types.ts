import type { AugmentationOptions } from '../data/types.ts';
import type { NormalizationOptions, NormOrder } from '../sharpness/types.ts';

/** The update rule that takes a gradient to a step. */
export type BaseOptimizer =
  | { readonly kind: 'sgd'; readonly momentum: number; readonly nesterov: boolean }
  | { readonly kind: 'adam'; readonly beta1: number; readonly beta2: number; readonly epsilon: number };

/** How SAM and ASAM perturb the parameters before the gradient that counts is taken (paper, section 4). */
export interface SharpnessAware extends NormalizationOptions {
  /** rho */
  readonly radius: number;
  readonly p: NormOrder;
  /** Examples that share a perturbation (m-sharpness); null: the whole mini-batch. */
  readonly m: number | null;
  /** Which passes move batch norm's running statistics: the one at w only, or also the one at w + epsilon. */
  readonly batchNormStatistics: 'first' | 'both';
}

/** The learning rate over the epochs. */
export interface Schedule {
  readonly kind: 'constant' | 'cosine' | 'step';
  /** The highest one, after the warm-up. */
  readonly learningRate: number;
  /** Epochs, from the first, over which it grows from 0 step by step. */
  readonly warmupEpochs: number;
  /** `step`: the epochs, counted from 0, with which it is multiplied by `factor`. */
  readonly milestones: readonly number[];
  readonly factor: number;
}

/** Weight decay: lambda w, of which parameters, and where it enters. */
export interface WeightDecay {
  readonly lambda: number;
  /** `weights`: not biases, nor batch norm's scale. */
  readonly scope: 'all' | 'weights';
  /** `coupled`: added to the gradient; `decoupled`: w shrinks by alpha lambda w beside the step (AdamW). */
  readonly kind: 'coupled' | 'decoupled';
}

/** How a model is trained. */
export interface TrainingOptions {
  readonly optimizer: BaseOptimizer;
  /** Null: the gradient is taken at w itself. */
  readonly sharpnessAware: SharpnessAware | null;
  readonly epochs: number;
  /** Examples an update. */
  readonly batchSize: number;
  /** In how many parts, one after the other, an update's gradient is summed up. */
  readonly accumulate: number;
  readonly schedule: Schedule;
  readonly weightDecay: WeightDecay;
  /** The share of a label's probability that is spread over all classes. */
  readonly labelSmoothing: number;
  /** The largest norm of the gradient that an update takes, weight decay apart; null: any. */
  readonly clipNorm: number | null;
  readonly augmentation: AugmentationOptions;
  /** Training ends with the first epoch whose mean training loss is at most this; null: never early. */
  readonly stopAtLoss: number | null;
  /** The test examples are scored every so many epochs, and after the last. */
  readonly testEvery: number;
}

/** Mean cross-entropy and shares of examples. */
export interface Performance {
  readonly loss: number;
  /** Of the loss as a mean over examples drawn at random: their losses' sample standard deviation (n - 1) over √n; NaN of one. */
  readonly lossStandardError: number;
  /** The largest logit is the label's. */
  readonly accuracy: number;
  /** The label's is among the five largest; null with fewer than six classes. */
  readonly topFive: number | null;
}
