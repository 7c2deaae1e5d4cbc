import type { EngineChoice } from '../engine/description.ts';
import type { SweepPlan } from '../studies/sweep/index.ts';
import type { SlurmFlags } from './slurmFlags.ts';

/** What the command line of `measure sweep` says. */
export interface SweepOptions extends SlurmFlags {
  readonly out?: string | undefined;
  readonly data: string;
  readonly engine: EngineChoice;
  readonly workers: number;
  readonly gpus?: readonly string[] | undefined;
  readonly retries: number;
  readonly resamples?: number | undefined;
  readonly dryRun?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** A sweep and where it is. */
export interface PlannedSweep {
  readonly plan: SweepPlan;
  readonly out: string;
}
