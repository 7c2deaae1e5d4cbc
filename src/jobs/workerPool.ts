import { isUserErrorName } from '../userError.ts';
import type { Answer } from './workerMessages.ts';
import { type Crash, type Environment, startWorker, type WorkerProcess } from './workerProcess.ts';

/** A piece of work: a method of the worker and its argument, which must survive structured cloning. */
export interface Task {
  readonly method: string;
  readonly argument: unknown;
}

/** Runs one task after another in a process that it replaces when needed. */
export type Runner = (
  task: Task,
  onProgress: (progress: unknown) => void,
) => Promise<Answer | Crash | 'stopped'>;

/** The processes of a job. */
export interface Pool {
  newRunner(environment?: Environment): Runner;
  /** Kills every worker; all tasks, running and later, end as `stopped`. */
  readonly stop: () => void;
}

/** What the workers of a pool are. */
interface PoolOptions {
  readonly workerUrl: URL;
  readonly threads?: number | undefined;
  readonly memoryLimit?: number | undefined;
}

/** A pool of processes, each started when its runner gets the first task. */
export function startPool({ workerUrl, threads, memoryLimit = Number.POSITIVE_INFINITY }: PoolOptions): Pool {
  const workers = new Set<WorkerProcess>();
  let stopped = false;
  const start = (environment: Environment | undefined): WorkerProcess => {
    const worker = startWorker(workerUrl, { threads, environment });
    workers.add(worker);
    return worker;
  };
  const discard = (worker: WorkerProcess): undefined => {
    worker.kill();
    workers.delete(worker);
  };
  const newRunner = (environment?: Environment): Runner => {
    let worker: WorkerProcess | undefined;
    return async ({ method, argument }, onProgress) => {
      if (stopped) return 'stopped';
      worker ??= start(environment);
      const answer = await worker.call({ method, argument }, onProgress);
      if (stopped) return 'stopped';
      if (!isSound(answer) || answer.memory > memoryLimit) worker = discard(worker);
      return answer;
    };
  };
  const stop = (): void => {
    stopped = true;
    workers.forEach(discard);
  };
  return { newRunner, stop };
}

/** Whether a worker that answered so can be trusted with another task. */
function isSound(answer: Answer | Crash): answer is Answer {
  return answer.kind === 'result' || (answer.kind === 'error' && isUserErrorName(answer.name));
}
