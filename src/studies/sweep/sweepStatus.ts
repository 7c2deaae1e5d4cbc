import { unmeasuredTasks } from '../unmeasuredTasks.ts';
import { nameAt, runCount } from './grid.ts';
import { type StudyProgress, studyProgress } from './runProgress.ts';
import { checkPlan, measureFolderOf, runFolderOf } from './sweepFolder.ts';
import type { SweepPlan } from './sweepRequest.ts';

/** How far a sweep is whose runs are tasks that may be anywhere: what is on the disk. */
export interface SweepStatus {
  readonly runs: number;
  readonly progress: StudyProgress;
  /** By the name of the measure: how many runs are measured, by tasks or by `sweep`. */
  readonly measured: ReadonlyMap<string, number>;
  /** Indices of runs that are not trained, or not measured in every way. */
  readonly left: readonly number[];
}

/**
 * Looks at the disk: a few files a run, whatever a run is, and the models that no task has measured once `sweep` has
 * begun to measure.
 *
 * @throws UserError when what is there is another study's
 */
export async function sweepStatus(plan: SweepPlan, out: string): Promise<SweepStatus> {
  checkPlan(out, plan);
  const { study, measures, dataDirectory } = plan;
  const progress = studyProgress(study, out);
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
  return { runs: runCount(study), progress, measured, left };
}
