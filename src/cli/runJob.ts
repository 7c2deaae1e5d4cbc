import type { MeasureHooks } from '../studies/index.ts';
import { exitCodes } from './fail.ts';
import { interruptible } from './interrupt.ts';
import { startMeasureProgress } from './measureProgress.ts';
import { say } from './say.ts';

/** It was stopped on the way, by Ctrl-C. */
interface Interrupted {
  readonly kind: 'interrupted';
  readonly done: number;
  readonly total: number;
}

/**
 * Runs a job of pieces: shows how far it is, and says what it notices on the way.
 *
 * @returns its result; undefined where it was stopped, and said how to go on
 */
export async function runJob<Done extends { readonly kind: 'done' }>(
  options: { readonly quiet?: boolean | undefined },
  job: (hooks: MeasureHooks) => Promise<Done | Interrupted>,
): Promise<Done | undefined> {
  const progress = startMeasureProgress(options);
  const onNotice = (line: string): void => {
    // off the live line, if there is one
    progress.close();
    say(`warning: ${line}`);
  };
  const outcome = await interruptible((signal) =>
    job({ onProgress: progress.show, onNotice, signal }),
  ).finally(progress.close);
  if (outcome.kind === 'done') return outcome;
  say(`stopped with ${outcome.done} of ${outcome.total} pieces done: the same command goes on from there`);
  process.exitCode = exitCodes.interrupted;
  return undefined;
}
