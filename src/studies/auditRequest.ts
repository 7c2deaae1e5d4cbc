import type { CheckpointRow } from '../correlation/index.ts';
import type { MeasurePlan } from './measurePlan.ts';
import type { Counterpart } from './rescaledRuns.ts';

/** Do the measures of a network change when its parameters do, but not its function? */
export interface AuditRequest {
  /** The run folder. */
  readonly checkpoint: string;
  /** A run folder that is said to hold the same function; by default the checkpoint is rescaled. */
  readonly other?: string | undefined;
  /** The folder that holds `mnist/` ... */
  readonly dataDirectory: string;
  /** By default config.json of the checkpoint names it. */
  readonly dataset?: string | undefined;
  /** One size of groups. Its seed also draws the factors. */
  readonly plan: MeasurePlan;
  /** Factors are 2^k, |k| <= maxPower. */
  readonly maxPower: number;
  readonly out: string;
  /** Worker processes. */
  readonly workers: number;
}

/** A network beside the one that is audited. */
export interface AuditComparison extends Counterpart {
  readonly before: CheckpointRow;
  readonly after: CheckpointRow;
  /** Are losses and accuracies the same? If not, the measures of two functions are compared. */
  readonly held: boolean;
}
