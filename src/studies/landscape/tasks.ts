import type { EngineDescription } from '../../engine/description.ts';
import type { Projection } from '../../sharpness/landscape/directions.ts';
import type { GroupRange, MeasurePlan } from '../measurePlan.ts';
import type { Subject } from '../workerTasks.ts';
import type { SliceOptions } from './slice.ts';

/** The work of a landscape that `studies/worker.ts` does. */

interface LandscapeArgument {
  readonly subject: Subject;
  /** One region of one radius. */
  readonly plan: MeasurePlan;
  readonly slice: SliceOptions;
}

/** The loss along one row of the plane, w + alpha u + beta v for every alpha. */
export interface PlaneTask {
  readonly method: 'planeRow';
  readonly argument: LandscapeArgument & { readonly beta: number };
}

export interface PlaneResult {
  /** The mean over the sample, by alpha. */
  readonly losses: readonly number[];
  /** What it was computed with. */
  readonly engine: EngineDescription;
}

/** The lines through the maximizers of some m-groups. */
export interface LinesTask {
  readonly method: 'maximizerLines';
  readonly argument: LandscapeArgument & { readonly range: GroupRange };
}

/** The line of one m-group. */
export interface GroupLine extends Projection {
  readonly group: number;
  /** The training example that the group begins with. */
  readonly firstExample: number;
  /** L_group(w) */
  readonly loss: number;
  /** The group's measure. */
  readonly value: number;
  /** Does float32's noise decide it? */
  readonly noisy: boolean;
  /** L_group(w + t epsilon) - L_group(w), by t. */
  readonly rises: readonly number[];
}

export type LinesResult = readonly GroupLine[];
