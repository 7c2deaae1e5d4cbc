/** How a model is trained; what config.json keeps under `training`. */
export interface TrainingOptions {
  readonly optimizer: 'sgd';
  readonly epochs: number;
  readonly batchSize: number;
  /** The first one; the schedule takes it from there. */
  readonly learningRate: number;
  readonly schedule: 'cosine' | 'constant';
  readonly momentum: number;
  /** Added to the gradient of every parameter, times the parameter. */
  readonly weightDecay: number;
  /** The share of a label's probability that is spread over all classes. */
  readonly labelSmoothing: number;
}

/** Mean cross-entropy and share of examples whose largest logit is their label. */
export interface Performance {
  readonly loss: number;
  readonly accuracy: number;
}
