import { isMeasuredElsewhere } from '../measureTask.ts';
import { nameAt, runCount } from './grid.ts';
import { type StudyProgress, studyProgress } from './runProgress.ts';
import { checkPlan, measureFolderOf } from './sweepFolder.ts';
import type { SweepPlan } from './sweepRequest.ts';

/** How far a sweep is whose runs are tasks that may be anywhere: what is on the disk. */
export interface SweepStatus {
  readonly runs: number;
  readonly progress: StudyProgress;
  /** By the name of the measure: how many runs tasks have measured. */
  readonly measured: ReadonlyMap<string, number>;
  /** Indices of runs that are not trained, or not measured in every way. */
  readonly left: readonly number[];
}

/**
 * Looks at the disk: a few files a run, whatever a run is.
 *
 * @throws UserError when what is there is another study's
 */
export function sweepStatus(plan: SweepPlan, out: string): SweepStatus {
  checkPlan(out, plan);
  const { study, measures } = plan;
  const progress = studyProgress(study, out);
  const unmeasured = new Set<number>();
  const measured = new Map(
    measures.map(({ name }) => {
      const folder = measureFolderOf(out, name);
      const lacking = progress.done.filter((index) => !isMeasuredElsewhere(folder, nameAt(study, index)));
      for (const index of lacking) unmeasured.add(index);
      return [name, progress.done.length - lacking.length] as const;
    }),
  );
  const left = [...progress.missing, ...progress.unfinished, ...unmeasured].sort((a, b) => a - b);
  return { runs: runCount(study), progress, measured, left };
}
