import { unmeasuredTasks } from '../unmeasuredTasks.ts';
import { type FailedRun, foreignRuns } from './foreignRuns.ts';
import { nameAt, runCount } from './grid.ts';
import { type StudyProgress, studyProgress } from './runProgress.ts';
import { checkPlan, measureFolderOf, runFolderOf } from './sweepFolder.ts';
import type { SweepPlan } from './sweepRequest.ts';
import type { Study } from './types.ts';

/** How far a sweep is whose runs are tasks that may be anywhere: what is on the disk. */
export interface SweepStatus {
  readonly runs: number;
  /** Of the runs that did not fail. */
  readonly progress: StudyProgress;
  /** Runs that came to an end, and are damaged or others than the study's: a task refuses them. */
  readonly failed: readonly FailedRun[];
  /** By the name of the measure: how many runs are measured, by tasks or by `sweep`. */
  readonly measured: ReadonlyMap<string, number>;
  /** Indices of runs that are not trained, or not measured in every way. */
  readonly left: readonly number[];
}

/**
 * Looks at the disk: a few files a run, the config.json of one that came to its end and the header of its model, and the
 * models that no task has measured once `sweep` has begun to measure.
 *
 * @throws UserError when what is there is another study's
 */
export async function sweepStatus(plan: SweepPlan, out: string): Promise<SweepStatus> {
  checkPlan(out, plan);
  const { study, measures, dataDirectory } = plan;
  const found = studyProgress(study, out);
  const failed = foreignRuns({ ...plan, out }, [...found.done, ...found.diverged]);
  const progress = without(failed, found, study);
  const names = new Map(progress.done.map((index) => [index, nameAt(study, index)]));
  const folders = new Map([...names.values()].map((name) => [name, runFolderOf(out, name)]));
  const unmeasured = new Set<string>();
  const measured = new Map<string, number>();
  for (const { name, ...how } of measures) {
    const request = { ...how, dataDirectory, out: measureFolderOf(out, name) };
    const lacking = await unmeasuredTasks(request, folders);
    for (const run of lacking) unmeasured.add(run);
    measured.set(name, folders.size - lacking.size);
  }
  const toMeasure = progress.done.filter((index) => unmeasured.has(names.get(index)!));
  const left = [...progress.missing, ...progress.unfinished, ...toMeasure].sort((a, b) => a - b);
  return { runs: runCount(study), progress, failed, measured, left };
}

function without(
  failed: readonly FailedRun[],
  { done, diverged, ...others }: StudyProgress,
  study: Study,
): StudyProgress {
  const hasFailed = new Set(failed.map(({ name }) => name));
  const isWhole = (index: number): boolean => !hasFailed.has(nameAt(study, index));
  return { ...others, done: done.filter(isWhole), diverged: diverged.filter(isWhole) };
}
