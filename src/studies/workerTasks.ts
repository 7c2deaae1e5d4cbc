import type { RunFolder } from '../checkpoints/index.ts';
import type { ComplexityFamily } from '../complexity/weights/catalogue.ts';
import type { FamilyValues } from '../complexity/weights/values.ts';
import type { DatasetRequest } from '../data/index.ts';
import type { EngineDescription, EngineName } from '../engine/description.ts';
import type { Performance } from '../training/types.ts';
import type { GroupSummary } from './groupSummary.ts';
import type { GroupRange, MeasurePlan } from './measurePlan.ts';
import type { TrainOutcome } from './trainOutcome.ts';
import type { TrainRequest } from './trainRequest.ts';

/** The work that `studies/worker.ts` does: messages between processes, so plain data throughout. */

/** A checkpoint and its dataset; the fingerprint is of both, as they were when the job was planned. */
export interface Subject {
  readonly run: RunFolder;
  readonly dataset: DatasetRequest;
  readonly fingerprint: string;
}

/** Loss and accuracy of a checkpoint over all its training and test examples. */
export interface EvaluateTask {
  readonly method: 'evaluate';
  readonly argument: { readonly subject: Subject; readonly engine: EngineName };
}

export interface EvaluateResult {
  readonly train: Performance;
  readonly test: Performance;
  /** What it was computed with. */
  readonly engine: EngineDescription;
}

/** The sharpness of some m-groups of a checkpoint; tells after each what they came to so far. */
export interface GroupsTask {
  readonly method: 'groups';
  readonly argument: {
    readonly subject: Subject;
    readonly plan: MeasurePlan;
    readonly range: GroupRange;
    /** What the first groups of the range came to, if a worker that was lost had measured some. */
    readonly measured?: GroupSummary;
    /** The folder for perturbations, if the plan saves them. */
    readonly perturbations: string;
  };
}

export type GroupsResult = GroupSummary;

/** One family of other generalization measures of a checkpoint. */
export interface ComplexityTask {
  readonly method: 'complexity';
  readonly argument: {
    readonly subject: Subject;
    readonly plan: MeasurePlan;
    readonly family: ComplexityFamily;
  };
}

export type ComplexityResult = FamilyValues;

/** Trains one model and writes its run folder; tells of its progress. */
export interface TrainTask {
  readonly method: 'train';
  readonly argument: TrainRequest;
}

export type TrainResult = Exclude<TrainOutcome, { readonly kind: 'interrupted' }>;

/** What an engine is, as its worker sees it. */
export interface DescribeEngineTask {
  readonly method: 'describeEngine';
  readonly argument: { readonly engine: EngineName };
}

/** How fast an engine is in one worker. */
export interface BenchEngineTask {
  readonly method: 'benchEngine';
  readonly argument: { readonly engine: EngineName };
}

/** In GFLOP/s. */
export interface KernelSpeed {
  readonly name: string;
  readonly forward: number;
  readonly backward: number;
}

export interface EngineBench {
  readonly engine: EngineName;
  readonly threads: number;
  readonly kernels: readonly KernelSpeed[];
  /** Microseconds that one operation costs, in itself and in a compiled function. */
  readonly operation: { readonly eager: number; readonly compiled: number };
}
