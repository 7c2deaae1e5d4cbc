/** How uncertainty is told: by how many resamples and permutations, drawn from which seed. */
export interface Resampling {
  /** Of the models, and as many permutations; 0: no interval and no p-value. */
  readonly resamples: number;
  /** The same one gives the same numbers. */
  readonly seed: number;
}

/** A 95 % confidence interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** An interval and a p-value of one coefficient; null where undefined. */
export interface Uncertainty {
  readonly interval: Interval | null;
  readonly p: number | null;
}
