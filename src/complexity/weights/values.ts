import type { Precision } from '../../engine/description.ts';
import type { NormalizationOptions } from '../../sharpness/types.ts';
import type { ComplexityMeasure } from './catalogue.ts';

/** One measure of a checkpoint. */
export interface ComplexityValue {
  readonly measure: ComplexityMeasure;
  readonly value: number;
  /** Of a mean over random draws. */
  readonly standardError?: number;
  /** What it is a function of, if it is of a region like a sharpness. */
  readonly region?: ComplexityRegion;
}

/** ||T_w^-1 epsilon||_2 <= rho */
export interface ComplexityRegion extends NormalizationOptions {
  readonly rho: number;
}

/** What a family of measures comes to for one checkpoint: plain data. */
export interface FamilyValues {
  readonly values: readonly ComplexityValue[];
  /** Training examples that they were measured on; 0: the weights alone say them. */
  readonly samples: number;
  /** Of the network's passes, or of the norms. */
  readonly precision: Precision;
}
