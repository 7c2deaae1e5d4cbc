import type { HistoryRow, RunMetrics } from '../checkpoints/index.ts';
import { checkRunTarget } from '../checkpoints/index.ts';
import { runTasks } from '../jobs/index.ts';
import { UserError } from '../userError.ts';
import type { TrainRequest } from './trainRequest.ts';
import type { TrainTask } from './workerTasks.ts';
import { workerUrl } from './workerUrl.ts';

export interface TrainHooks {
  readonly onEpoch: (row: HistoryRow) => void;
  readonly signal?: AbortSignal | undefined;
}

export type TrainOutcome =
  | { readonly kind: 'done'; readonly metrics: RunMetrics }
  | { readonly kind: 'interrupted' };

/**
 * Trains one model and writes its run folder.
 *
 * @throws UserError when the folder cannot take a run, the dataset cannot be read or the training
 *   diverges; then nothing is written
 */
export async function train(request: TrainRequest, { onEpoch, signal }: TrainHooks): Promise<TrainOutcome> {
  checkRunTarget(request.out, request);
  const task: TrainTask = { method: 'train', argument: request };
  const [outcome] = await runTasks<TrainTask, RunMetrics>({
    workerUrl,
    workers: 1,
    tasks: [task],
    onProgress: (_task, row) => onEpoch(row as HistoryRow),
    onOutcome: () => undefined,
    ...(signal && { signal }),
  });
  if (outcome === undefined) return { kind: 'interrupted' };
  if (outcome.kind === 'done') return { kind: 'done', metrics: outcome.result };
  const { name, message, detail } = outcome.failure;
  if (name === 'UserError') throw new UserError(message);
  throw new Error(`${request.out}: the training failed: ${message}`, { cause: detail });
}
