import { UserError } from '../../userError.ts';
import type { AugmentationOptions, Batch, Dataset } from '../types.ts';
import type { PassPlan } from './passPlan.ts';
import { batchPreparer } from './prepareBatch.ts';
import { prepareHere } from './prepareHere.ts';
import { sharedDataset } from './sharedDataset.ts';
import { type LoaderThread, startThread } from './threadRequests.ts';

/** Batches of a dataset. What takes time, decoding and augmenting, is done in a thread while the caller computes. */
export interface Loader {
  /**
   * The batches of a pass, in order. In the thread preparing begins with the call and stays a few batches ahead:
   * whoever asks for the next pass while one is still running finds its first batches ready. Leaving the loop early
   * ends the pass.
   *
   * A batch rejects with a UserError when a file is missing or damaged, or an image cannot be augmented as asked.
   *
   * @throws UserError when the batch size is no whole number above 0, Error when the loader is closed
   */
  batches(plan: PassPlan): AsyncGenerator<Batch>;
  /** Passes that still run reject. */
  close(): Promise<void>;
}

/** How far ahead batches are prepared: at most so many, and of so many bytes. */
const MOST_AHEAD = { batches: 4, bytes: 2 ** 28 } as const;

/**
 * Makes the loader of a dataset. Its thread starts with the first pass that needs it; images in memory are shared with
 * it, not copied, if they lie in a SharedArrayBuffer; a dataset changed later must get a loader of its own. Images in
 * files are kept once decoded, up to 1 GiB, until the loader is closed. It does not keep the process alive.
 */
export function startLoader(dataset: Dataset): Loader {
  const imageBytes = 4 * dataset.shape[0] * dataset.shape[1] * dataset.shape[2];
  let thread: LoaderThread | undefined;
  let isClosed = false;
  let passes = 0;
  const requireOpen = (): void => {
    if (isClosed) throw new Error('the loader is closed');
  };
  return {
    batches: (asked) => {
      const { batchSize } = asked;
      if (!Number.isInteger(batchSize) || batchSize < 1) {
        throw new UserError(`a batch size of ${batchSize}; it is a whole number above 0`);
      }
      requireOpen();
      const plan = isOff(asked.augmentation) ? { ...asked, augmentation: null } : asked;
      const split = dataset[plan.split];
      if (plan.augmentation === null && split.kind === 'memory') {
        return prepareHere(batchPreparer(dataset), plan, split.count, requireOpen);
      }
      thread ??= startThread(sharedDataset(dataset));
      const pass = passes++;
      thread.open(pass, plan);
      const fitting = Math.floor(MOST_AHEAD.bytes / (batchSize * imageBytes));
      return deliver(thread, pass, {
        count: Math.ceil(split.count / batchSize),
        ahead: Math.max(1, Math.min(MOST_AHEAD.batches, fitting)),
      });
    },
    close: async () => {
      isClosed = true;
      await thread?.end();
    },
  };
}

function isOff(augmentation: AugmentationOptions | null): boolean {
  if (augmentation === null) return true;
  const { crop, flip, autoAugment, cutout, cutMix } = augmentation;
  return crop === 'none' && !flip && !autoAugment && cutout === 0 && cutMix === 0;
}

/** The batches of an open pass: asks for the first `ahead` at once, and for a further one whenever one has come. */
function deliver(
  thread: LoaderThread,
  pass: number,
  { count, ahead }: { readonly count: number; readonly ahead: number },
): AsyncGenerator<Batch> {
  const asked: Promise<Batch>[] = [];
  let next = 0;
  const ask = (): void => {
    if (next === count) return;
    const batch = thread.prepare(pass, next++);
    // A failure is reported where the batch is awaited, which may be later or never.
    batch.catch(() => undefined);
    asked.push(batch);
  };
  for (let k = 0; k < ahead; k++) ask();
  return (async function* () {
    try {
      for (let first = asked.shift(); first !== undefined; first = asked.shift()) {
        const batch = await first;
        ask();
        yield batch;
      }
    } finally {
      thread.close(pass);
    }
  })();
}
