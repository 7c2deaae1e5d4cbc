import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { reason, UserError } from '../../userError.ts';
import type { Dataset } from '../types.ts';
import type { FromThread, ToThread } from './messages.ts';
import { type PassPlan, passOrder } from './passPlan.ts';
import { batchPreparer } from './prepareBatch.ts';

/** The loader's thread: prepares the batches that it is asked for, one after the other. */

type Request = Extract<ToThread, { kind: 'prepare' }>;

interface Pass {
  readonly plan: PassPlan;
  readonly order: Uint32Array;
}

const port = parentPort!;
const dataset: Dataset = workerData;
const prepareBatch = batchPreparer(dataset);
const passes = new Map<number, Pass>();
const waiting: Request[] = [];
let working = false;

port.on('message', (message: ToThread) => {
  switch (message.kind) {
    case 'open': {
      const { plan } = message;
      passes.set(message.pass, { plan, order: passOrder(plan, dataset[plan.split].count) });
      break;
    }
    case 'prepare':
      waiting.push(message);
      if (!working) void work();
      break;
    case 'close':
      passes.delete(message.pass);
      break;
    case 'end':
      passes.clear();
      port.close();
  }
});

async function work(): Promise<void> {
  working = true;
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const pass = passes.get(next.pass);
    // Nobody waits for a batch of a pass that was closed.
    if (pass === undefined) continue;
    const answer = await answerTo(next, pass);
    const buffers = answer.kind === 'batch' ? [answer.batch.images.buffer, answer.batch.targets.buffer] : [];
    port.postMessage(answer, buffers);
    // Lets in what was said meanwhile.
    await setImmediate();
  }
  working = false;
}

async function answerTo({ request, batch: number }: Request, { plan, order }: Pass): Promise<FromThread> {
  try {
    const examples = order.subarray(number * plan.batchSize, (number + 1) * plan.batchSize);
    return { kind: 'batch', request, batch: await prepareBatch({ pass: plan, number, examples }) };
  } catch (error) {
    return { kind: 'failure', request, message: reason(error), forUser: error instanceof UserError };
  }
}
