import { Worker } from 'node:worker_threads';
import { reason, UserError } from '../../userError.ts';
import type { Batch, Dataset } from '../types.ts';
import type { FromThread, ToThread } from './messages.ts';
import type { PassPlan } from './passPlan.ts';

/** The loader's thread as its user sees it. */
export interface LoaderThread {
  open(pass: number, plan: PassPlan): void;
  /** Asks for a batch of an open pass. */
  prepare(pass: number, batch: number): Promise<Batch>;
  /** Forgets a pass; what was asked of it and has not arrived never will. */
  close(pass: number): void;
  end(): Promise<void>;
}

interface Pending {
  readonly pass: number;
  readonly resolve: (batch: Batch) => void;
  readonly reject: (error: Error) => void;
}

/** From source the thread must ask for tsx itself: Node 20 does not hand a process's loaders to its threads. */
function startWorker(workerData: Dataset): Worker {
  if (!import.meta.url.endsWith('.ts')) {
    return new Worker(new URL('./loaderThread.js', import.meta.url), { workerData });
  }
  const entry = new URL('./loaderThread.ts', import.meta.url).href;
  const load = `import('tsx/esm/api').then(({ register }) => (register(), import('${entry}')))`;
  return new Worker(load, { eval: true, workerData });
}

/** Starts the thread. It keeps the process alive only while a batch is awaited. */
export function startThread(dataset: Dataset): LoaderThread {
  const worker = startWorker(dataset);
  const pending = new Map<number, Pending>();
  let requests = 0;
  let ended: Error | null = null;
  worker.unref();

  const forget = (request: number): void => {
    pending.delete(request);
    if (pending.size === 0) worker.unref();
  };
  const fail = (error: Error): void => {
    ended ??= error;
    for (const { reject } of pending.values()) reject(ended);
    pending.clear();
  };
  worker.on('message', (answer: FromThread) => {
    const asked = pending.get(answer.request);
    if (asked === undefined) return;
    forget(answer.request);
    if (answer.kind === 'batch') asked.resolve(answer.batch);
    else asked.reject(answer.forUser ? new UserError(answer.message) : new Error(answer.message));
  });
  worker.on('error', (error) => fail(new Error(`the thread that prepares batches failed: ${reason(error)}`)));
  const exited = new Promise<void>((resolve) => {
    worker.on('exit', (code) => {
      fail(new Error(`the thread that prepares batches ended with exit code ${code}`));
      resolve();
    });
  });
  const tell = (message: ToThread): void => worker.postMessage(message);

  return {
    open: (pass, plan) => tell({ kind: 'open', pass, plan }),
    prepare: (pass, batch) =>
      new Promise((resolve, reject) => {
        if (ended !== null) throw ended;
        const request = requests++;
        pending.set(request, { pass, resolve, reject });
        worker.ref();
        tell({ kind: 'prepare', request, pass, batch });
      }),
    close: (pass) => {
      tell({ kind: 'close', pass });
      for (const [request, asked] of pending) if (asked.pass === pass) forget(request);
    },
    end: () => {
      fail(new Error('the loader is closed'));
      tell({ kind: 'end' });
      worker.ref();
      return exited;
    },
  };
}
