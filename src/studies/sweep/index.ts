export { checkExamples } from './checkExamples.ts';
export { checkPerturbed } from './checkPerturbed.ts';
export { estimate, type SweepEstimate, type TimedClass } from './estimate.ts';
export type { FailedRun } from './foreignRuns.ts';
export { nameAt, runAt, runCount } from './grid.ts';
export { readStudy } from './readStudy.ts';
export type { RunProgress, StudyProgress } from './runProgress.ts';
export { sampledRuns } from './sampledRuns.ts';
export { type ExampleCounts, exampleCounts, inputsOf } from './studyDatasets.ts';
export {
  type SweepHooks,
  type SweepMeasured,
  type SweepOutcome,
  type Swept,
  sweep,
} from './sweep.ts';
export { keepPlan, readPlan, sweepFiles } from './sweepFolder.ts';
export type { SweepMeasure, SweepPlan, SweepRequest } from './sweepRequest.ts';
export { type SweepStatus, sweepStatus } from './sweepStatus.ts';
export { type SweepTaskHooks, sweepTask } from './sweepTask.ts';
export type { Ranked, SweepProgress } from './tally.ts';
export { taskNumbers } from './taskNumbers.ts';
export type { Axis, AxisValue, PlannedRun, Study, StudyMeasure } from './types.ts';
