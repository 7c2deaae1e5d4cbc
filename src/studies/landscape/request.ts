import type { LandscapeCaption, LandscapeRows, PlanePoint } from '../../report/landscape/index.ts';
import type { MeasurePlan } from '../measurePlan.ts';
import type { SliceOptions } from './slice.ts';

/** What does the loss look like around a checkpoint? */
export interface LandscapeRequest {
  /** The run folder. */
  readonly checkpoint: string;
  /** The folder that holds `mnist/` ... */
  readonly dataDirectory: string;
  /** By default config.json of the checkpoint names it. */
  readonly dataset?: string | undefined;
  /**
   * The maximizer that the line goes through: one region of one radius, one size of groups, and no average case. Its
   * loss, sample, seed and precision are the plane's too.
   */
  readonly plan: MeasurePlan;
  /** Are examples of class folders, the first of which are of one class, sampled at random whatever the plan says? */
  readonly shuffleFolders?: boolean | undefined;
  readonly slice: SliceOptions;
  readonly out: string;
  /** Worker processes. */
  readonly workers: number;
}

/** A measured landscape. */
export interface Landscape extends LandscapeRows {
  readonly kind: 'done';
  /** At the weights. */
  readonly center: PlanePoint;
  /** Among the finite losses on the plane; the first of those that are equal. */
  readonly highest: PlanePoint;
  readonly lowest: PlanePoint;
  /** Points of the plane where the loss overflows. */
  readonly overflowed: number;
  /** The measure at the maximizer: its mean over the groups, and the standard error. */
  readonly sharpness: { readonly value: number; readonly standardError: number };
  /** Groups whose value may be decided by float32's noise. */
  readonly belowNoise: number;
  /** Training examples of the plane that fill no whole group: they are not of the line. */
  readonly droppedExamples: number;
  /** What was measured, in words and numbers. */
  readonly caption: LandscapeCaption;
}

export type LandscapeOutcome =
  | Landscape
  | { readonly kind: 'interrupted'; readonly done: number; readonly total: number };
