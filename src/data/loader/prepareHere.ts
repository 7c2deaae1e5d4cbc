import { setImmediate } from 'node:timers/promises';
import type { Batch } from '../types.ts';
import { type PassPlan, passOrder } from './passPlan.ts';
import type { PrepareBatch } from './prepareBatch.ts';

/**
 * The batches of a pass, each prepared in the caller's thread when it is asked for. For images in memory that are only
 * normalized this takes less than to receive them from another thread.
 *
 * @param requireOpen throws once no batch may be had any more
 */
export async function* prepareHere(
  prepare: PrepareBatch,
  pass: PassPlan,
  count: number,
  requireOpen: () => void,
): AsyncGenerator<Batch> {
  const order = passOrder(pass, count);
  for (let number = 0; number * pass.batchSize < count; number++) {
    // lets in messages and timers, as waiting for a thread does
    await setImmediate();
    requireOpen();
    const examples = order.subarray(number * pass.batchSize, (number + 1) * pass.batchSize);
    yield await prepare({ pass, number, examples });
  }
}
