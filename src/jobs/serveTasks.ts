import { Worker } from 'node:worker_threads';
import { UserError } from '../userError.ts';
import type { Answer, Call, Progress } from './workerMessages.ts';

/**
 * Reports progress to the parent. Once the promise fulfills it is in the pipe, where the parent reads it whatever
 * becomes of this process.
 */
export type Tell = (progress: unknown) => Promise<void>;

/**
 * A method of a worker: takes a task's argument, gives its result; `tell` reports progress on the way. All
 * three survive structured cloning.
 */
export type Method = (argument: never, tell: Tell) => unknown;

/**
 * Makes this process a worker of `runTasks`: answers its calls, one at a time, until the parent is done
 * with it or dies. Ctrl-C is left to the parent.
 */
export function serveTasks(methods: Readonly<Record<string, Method>>): void {
  process.on('SIGINT', () => undefined);
  process.once('disconnect', () => process.exit());
  endWithParent();
  process.on('message', (call: Call) => {
    void answer(methods, call).then((reply) => process.send?.(reply));
  });
  if (!process.connected) process.exit();
}

async function answer(
  methods: Readonly<Record<string, Method>>,
  { method, argument }: Call,
): Promise<Answer> {
  const memory = (): number => process.memoryUsage.rss();
  try {
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (run === undefined) throw new Error(`the worker has no method ${method}`);
    return { kind: 'result', result: await run(argument as never, tell), memory: memory() };
  } catch (error) {
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'error', name, message, stack: error instanceof UserError ? '' : stack, memory: memory() };
  }
}

function tell(progress: unknown): Promise<void> {
  const message: Progress = { kind: 'progress', progress };
  return new Promise((resolve) => {
    if (process.send) process.send(message, undefined, {}, () => resolve());
    else resolve();
  });
}

/** A long computation keeps this thread from hearing of the parent's end: another thread watches for it. */
function endWithParent(): void {
  const watch = `
    const { workerData: parent } = require('node:worker_threads');
    setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), 500);
  `;
  new Worker(watch, { eval: true, execArgv: [], env: {}, workerData: process.ppid }).unref();
}
