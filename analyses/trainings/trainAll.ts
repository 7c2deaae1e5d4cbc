import { isDeepStrictEqual } from 'node:util';
import { readRunConfig, runState, type TrainRequest, train } from '../../src/index.ts';
import type { Planned } from './planned.ts';

export interface TrainAllHooks {
  readonly workers: number;
  /** Hears a line whenever a training ends. */
  readonly say: (line: string) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Trains what is not trained yet, some at a time, each in a process of its own. Finished run folders are kept,
 * unfinished ones go on where they stopped.
 *
 * @returns whether all came to their end; if not, it was stopped by the signal
 * @throws the first error of a training; then the others are stopped
 */
export async function trainAll(
  planned: readonly Planned[],
  { workers, say, signal }: TrainAllHooks,
): Promise<boolean> {
  const failure = new AbortController();
  const stop = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const untrained = planned.filter(({ request }) => !isTrained(request));
  const waiting = untrained.values();
  let ended = planned.length - untrained.length;
  const work = async (): Promise<void> => {
    for (const { request } of waiting) {
      if (stop.aborted) return;
      const outcome = await train(request, { onProgress: () => undefined, signal: stop });
      if (outcome.kind === 'interrupted') return;
      ended += 1;
      const result =
        outcome.kind === 'done'
          ? `test accuracy ${(100 * outcome.metrics.bestTestAccuracy).toFixed(2)} % at most`
          : outcome.divergence.reason;
      say(`${ended}/${planned.length} ${request.out}: ${result}`);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } catch (error) {
    failure.abort();
    throw error;
  }
  return ended === planned.length;
}

/** Whether its run folder is complete and of the same making: seen without a process that reads the dataset. */
function isTrained({ out, model, training, dataset, seed }: TrainRequest): boolean {
  if (runState(out) !== 'complete') return false;
  const found = readRunConfig(out);
  return isDeepStrictEqual(
    plain({ model: found.model, training: found.training, dataset: found.dataset, seed: found.seed }),
    plain({ model, training, dataset, seed }),
  );
}

/** As JSON keeps it. */
function plain(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
