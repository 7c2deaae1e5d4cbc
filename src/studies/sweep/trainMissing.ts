import { runTasks, type TaskFailure } from '../../jobs/index.ts';
import { WriteError } from '../../userError.ts';
import { gpuEnvironments } from '../gpuEnvironments.ts';
import type { TrainRequest } from '../trainRequest.ts';
import type { TrainResult, TrainTask } from '../workerTasks.ts';
import { workerUrl } from '../workerUrl.ts';
import { memoryLimit } from './memoryLimit.ts';
import { relativeCost } from './relativeCost.ts';
import { runFolderOf } from './sweepFolder.ts';
import type { SweepPlan, SweepRequest } from './sweepRequest.ts';
import type { PlannedRun } from './types.ts';

/** What came of a run. */
export type RunOutcome =
  | { readonly kind: 'trained'; readonly run: PlannedRun; readonly result: TrainResult }
  | { readonly kind: 'failed'; readonly run: PlannedRun; readonly reason: string };

export interface TrainMissingHooks {
  readonly onRun: (outcome: RunOutcome) => void;
  /** Called with a line for the user: what went wrong on the way, and was mended. */
  readonly onNotice: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/** The training of a planned run, which goes on with what there is of it. */
export function trainRequestOf(
  { recipe, name, hyperparameters }: PlannedRun,
  { out, dataDirectory, engine }: Pick<SweepPlan, 'dataDirectory' | 'engine'> & { readonly out: string },
): TrainRequest {
  return {
    ...recipe,
    hyperparameters,
    out: runFolderOf(out, name),
    dataDirectory,
    engine,
    existing: 'resume',
  };
}

interface SweepTask extends TrainTask {
  readonly run: PlannedRun;
}

/** The costliest first, so that no worker is left alone with a long one; alike beside alike: they share graphs. */
function inOrder(runs: readonly PlannedRun[]): PlannedRun[] {
  const kindOf = ({ recipe: { model, training } }: PlannedRun): string =>
    JSON.stringify([model, training.batchSize]);
  const keyed = runs.map((run) => ({ run, cost: relativeCost(run.recipe), kind: kindOf(run) }));
  keyed.sort((a, b) => b.cost - a.cost || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : 0));
  return keyed.map(({ run }) => run);
}

/**
 * Trains runs of a study in worker processes. A run that fails does not keep the others from being trained, unless what
 * is made cannot be written.
 *
 * @throws WriteError when the disk is full or a folder cannot be written
 */
export async function trainMissing(
  request: SweepRequest,
  runs: readonly PlannedRun[],
  { onRun, onNotice, signal }: TrainMissingHooks,
): Promise<void> {
  const { workers, gpus, retries } = request;
  await runTasks<SweepTask, TrainResult>({
    workerUrl,
    workers,
    environments: gpuEnvironments(gpus),
    memoryLimit: memoryLimit(workers),
    tries: retries + 1,
    tasks: inOrder(runs).map(
      (run): SweepTask => ({ method: 'train', run, argument: trainRequestOf(run, request) }),
    ),
    ...(signal && { signal }),
    onLost: ({ run }, { message }) =>
      onNotice(`a worker was lost while it trained ${run.name} (${message}); a new one goes on with the run`),
    onOutcome: (outcome) => {
      const { run } = outcome.task;
      if (outcome.kind === 'done') return onRun({ kind: 'trained', run, result: outcome.result });
      endIfUnwritable(outcome.failure);
      onRun({ kind: 'failed', run, reason: outcome.failure.message });
    },
  });
}

/** What cannot be written now cannot be written for the next run either. */
function endIfUnwritable({ name, message }: TaskFailure): void {
  if (name === 'WriteError') throw new WriteError(message);
}
