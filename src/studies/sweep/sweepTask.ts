import { basename, join } from 'node:path';
import { UserError } from '../../userError.ts';
import { checkFinishedRun } from '../finishedRun.ts';
import { measureTask } from '../measureTask.ts';
import { train } from '../train.ts';
import type { TrainProgress } from '../trainOutcome.ts';
import type { TrainRequest } from '../trainRequest.ts';
import { indexOf } from './grid.ts';
import { plannedRun } from './plannedRun.ts';
import { runProgress } from './runProgress.ts';
import { measureFolderOf, readPlan, runFolderOf, sweepFiles } from './sweepFolder.ts';
import { runOfTask } from './taskNumbers.ts';
import { trainRequestOf } from './trainMissing.ts';

/** Who hears of a task, a line at a time. */
export interface SweepTaskHooks {
  readonly onNotice: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One run of a planned sweep, in a process that may be anywhere: trains it unless it is done, goes on with what there is
 * of it, waits where another process is at it, and measures it in each of the study's ways. Done again it does nothing but
 * see that the run is the study's and whole.
 *
 * @param out the folder of the sweep; index: the number of the task, as `taskNumbers` gave it
 * @param workers processes that measure
 * @throws UserError when the run cannot be trained or measured, or what is there is another run or a damaged one
 */
export async function sweepTask(
  { out, index, workers }: { readonly out: string; readonly index: number; readonly workers: number },
  { onNotice, signal }: SweepTaskHooks,
): Promise<void> {
  const plan = readPlan(out);
  const { study, measures, dataDirectory } = plan;
  const name = runOfTask(out, index);
  const number = indexOf(study, name);
  if (number === undefined) throw new UserError(`${out}: the study has no run ${name} any more`);
  const run = plannedRun(plan, number);
  const folder = runFolderOf(out, run.name);
  const before = runProgress(folder);
  const request = trainRequestOf(run, { ...plan, out });
  if (before === 'done' || before === 'diverged') {
    checkFinishedRun(request);
    onNotice(`${run.name}: is there already`);
  } else await trainHere(request, { onNotice, signal });
  if (runProgress(folder) !== 'done') return;
  for (const { name: measure, ...how } of measures) {
    const measuring = {
      ...how,
      folders: [join(out, sweepFiles.runs)],
      only: [run.name] as const,
      dataDirectory,
      gap: study.gap,
      minTrainAccuracy: study.minTrainAccuracy,
      out: measureFolderOf(out, measure),
      workers,
    };
    await measureTask(measuring, run.name, { onProgress: () => undefined, onNotice, signal });
    onNotice(`${run.name}: measured (${measure})`);
  }
}

async function trainHere(request: TrainRequest, { onNotice, signal }: SweepTaskHooks): Promise<void> {
  const name = basename(request.out);
  const onProgress = (told: TrainProgress): void => {
    if (told.kind === 'resumed') onNotice(`${name}: going on after epoch ${told.epoch}`);
  };
  const { kind } = await train({ ...request, whenBusy: 'wait' }, { onProgress, signal });
  onNotice(`${name}: ${kind}`);
}
