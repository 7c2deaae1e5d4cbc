import { checkIsOurs, checkRunTarget } from '../checkpoints/writeRunFolder.ts';
import { runTasks } from '../jobs/index.ts';
import { UserError, WriteError } from '../userError.ts';
import type { TrainOutcome, TrainProgress } from './trainOutcome.ts';
import type { TrainRequest } from './trainRequest.ts';
import type { TrainResult, TrainTask } from './workerTasks.ts';
import { workerUrl } from './workerUrl.ts';

export interface TrainHooks {
  readonly onProgress: (progress: TrainProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains one model and writes its run folder.
 *
 * @throws UserError when the folder cannot take a run, the dataset cannot be read, or an unfinished run in it was
 *   started with other options
 */
export async function train(
  request: TrainRequest,
  { onProgress, signal }: TrainHooks,
): Promise<TrainOutcome> {
  const { out, existing } = request;
  if (existing === 'resume') checkIsOurs(out);
  else checkRunTarget(out, { overwrite: existing === 'overwrite' });
  const task: TrainTask = { method: 'train', argument: request };
  let begun = false;
  const [outcome] = await runTasks<TrainTask, TrainResult>({
    workerUrl,
    workers: 1,
    threads: request.threads,
    tasks: [task],
    onProgress: (_task, progress) => {
      begun = true;
      onProgress(progress as TrainProgress);
    },
    onOutcome: () => undefined,
    // a training whose worker is lost does not start again from the beginning
    restOf: ({ method, argument }) =>
      begun && argument.existing !== 'resume'
        ? { method, argument: { ...argument, existing: 'resume' } }
        : undefined,
    ...(signal && { signal }),
  });
  if (outcome === undefined) return { kind: 'interrupted' };
  if (outcome.kind === 'done') return outcome.result;
  const { name, message, detail } = outcome.failure;
  if (name === 'UserError') throw new UserError(message);
  if (name === 'WriteError') throw new WriteError(message);
  throw new Error(`${out}: the training failed: ${message}`, { cause: detail });
}
