import { isUserErrorName } from '../userError.ts';
import type { Answer } from './workerMessages.ts';
import { startPool, type Task } from './workerPool.ts';
import type { Crash, Environment } from './workerProcess.ts';

/** Why a task has no result. */
export interface TaskFailure {
  /** The error's name: `isUserErrorName` tells what the user can mend; `WorkerCrash` where the process died. */
  readonly name: string;
  /** One line. */
  readonly message: string;
  /** For diagnosis: the stack, or what the worker said last; often empty. */
  readonly detail: string;
}

/** What came of a task. */
export type TaskOutcome<T extends Task, Result> =
  | { readonly kind: 'done'; readonly task: T; readonly result: Result }
  | { readonly kind: 'failed'; readonly task: T; readonly failure: TaskFailure };

/** How many workers the same part of a task may cost, unless it is said. */
const TRIES = 2;

/** Which tasks run, where, and who hears of them. */
export interface RunTasksOptions<T extends Task, Result> {
  /** The worker's module (`.js`, or `.ts` for tsx), which calls `serveTasks`. */
  readonly workerUrl: URL;
  /** How many worker processes run at once, at least 1. */
  readonly workers: number;
  /** Threads that each uses within an operation; default: 1. */
  readonly threads?: number | undefined;
  /** The environment of each worker beside this process's own: the first gets the first. Default: nothing more. */
  readonly environments?: readonly Environment[] | undefined;
  /** A worker that has more memory than so many bytes after a task is replaced. Default: none is. */
  readonly memoryLimit?: number | undefined;
  /** How many workers the same part of a task may cost, at least 1; default: 2. */
  readonly tries?: number | undefined;
  /** Handed out in this order, each to the first worker that is free. */
  readonly tasks: readonly T[];
  /** Called here, in the parent, as each task ends; where it throws, all stops and `runTasks` rejects. */
  readonly onOutcome: (outcome: TaskOutcome<T, Result>) => void;
  /** Called with what a task's method tells on the way. */
  readonly onProgress?: (task: T, progress: unknown) => void;
  /**
   * What is left of a task that was lost with its worker, where what it told on the way is kept; undefined where it
   * told nothing since it was last tried. Default: undefined.
   */
  readonly restOf?: (tried: T) => T | undefined;
  /** Called when a task is lost with its worker and tried again, with what is tried then. */
  readonly onLost?: (rest: T, failure: TaskFailure) => void;
  /** Stops: kills the workers at once; tasks in progress have no outcome. */
  readonly signal?: AbortSignal;
}

/**
 * Runs tasks in worker processes, so that a crash of native code costs one task at most; the other tasks go on.
 *
 * A task is lost when its worker dies or throws anything but a `UserError`: then the worker's state is not known,
 * and it is replaced. What is left of the task goes on in a fresh process; where it costs a second worker and is
 * still all that was left, the task fails with a reason.
 *
 * @returns the outcomes in the order of ending; after an abort, those of the tasks that ended before it
 */
export async function runTasks<T extends Task, Result>(
  options: RunTasksOptions<T, Result>,
): Promise<readonly TaskOutcome<T, Result>[]> {
  const { tasks, signal, onOutcome, environments, tries = TRIES } = options;
  const outcomes: TaskOutcome<T, Result>[] = [];
  const pool = startPool(options);
  const waiting = tasks.values();
  const runWaiting = async (worker: number): Promise<void> => {
    const runner = pool.newRunner(environments?.[worker]);
    for (const task of waiting) {
      const attempt = async (tried: T): Promise<TaskOutcome<T, Result> | 'stopped'> => {
        const answer = await runner(tried, (progress) => options.onProgress?.(task, progress));
        return answer === 'stopped' ? answer : outcomeOf<T, Result>(task, answer);
      };
      let tried = task;
      let outcome = await attempt(tried);
      for (let lost = 1; isLost(outcome); lost += 1) {
        const rest = options.restOf?.(tried);
        if (rest) lost = 1;
        else if (lost === tries) break;
        tried = rest ?? tried;
        options.onLost?.(tried, outcome.failure);
        outcome = await attempt(tried);
      }
      if (outcome === 'stopped') return;
      outcomes.push(outcome);
      onOutcome(outcome);
    }
  };
  if (signal?.aborted) pool.stop();
  signal?.addEventListener('abort', pool.stop);
  try {
    const workers = Math.min(options.workers, tasks.length);
    await Promise.all(Array.from({ length: workers }, (_, worker) => runWaiting(worker)));
  } finally {
    signal?.removeEventListener('abort', pool.stop);
    pool.stop();
  }
  return outcomes;
}

type Failed<T extends Task> = Extract<TaskOutcome<T, never>, { readonly kind: 'failed' }>;

/** Whether a failure says nothing of the task: what the user can mend would come again. */
function isLost<T extends Task>(outcome: TaskOutcome<T, unknown> | 'stopped'): outcome is Failed<T> {
  return outcome !== 'stopped' && outcome.kind === 'failed' && !isUserErrorName(outcome.failure.name);
}

function outcomeOf<T extends Task, Result>(task: T, answer: Answer | Crash): TaskOutcome<T, Result> {
  switch (answer.kind) {
    case 'result':
      return { kind: 'done', task, result: answer.result as Result };
    case 'error':
      return {
        kind: 'failed',
        task,
        failure: { name: answer.name, message: firstLine(answer.message), detail: answer.stack },
      };
    case 'crash':
      return {
        kind: 'failed',
        task,
        failure: { name: 'WorkerCrash', message: crashMessage(answer), detail: answer.output },
      };
  }
}

/** The worker's last words often name the cause. */
function crashMessage({ reason, output }: Crash): string {
  const words = output
    .split('\n')
    .findLast((line) => /error|failed|fatal|abort/i.test(line))
    ?.trim();
  return words ? `${reason}: ${words}` : reason;
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? message;
}
