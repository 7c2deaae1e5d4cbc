import type { Case } from './populations.ts';
import { resultsOf } from './results.ts';

/** A process that studies one case after the other, and tells the one that started it what it found. */
process.on('message', ({ one, studies }: { readonly one: Case; readonly studies: number }) => {
  process.send!(resultsOf(one, studies));
});
