import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { configurationsOf } from './models.ts';
import type { Case } from './populations.ts';
import type { Result } from './results.ts';

interface StudyOptions {
  readonly studies: number;
  readonly processes: number;
  /** Hears of each case when it has been studied. */
  readonly onResults: (results: readonly Result[]) => void;
}

/** Studies all cases, the largest first, in processes that each take the next one. */
export async function resultsInProcesses(
  cases: readonly Case[],
  { studies, processes, onResults }: StudyOptions,
): Promise<readonly Result[]> {
  const found: (readonly Result[])[] = [];
  const size = (one: Case): number => configurationsOf(one).length * one.grid.seeds;
  const waiting = [...cases.keys()].sort((a, b) => size(cases[b]!) - size(cases[a]!));
  const work = async (): Promise<void> => {
    const child = fork(fileURLToPath(new URL('caseProcess.ts', import.meta.url)), {
      serialization: 'advanced',
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`a process of the study ended with ${code}`);
    });
    for (let k = waiting.shift(); k !== undefined; k = waiting.shift()) {
      child.send({ one: cases[k]!, studies });
      const [results] = await Promise.race([once(child, 'message'), ended]);
      found[k] = results as readonly Result[];
      onResults(found[k]!);
    }
    child.disconnect();
  };
  await Promise.all(Array.from({ length: Math.min(processes, cases.length) }, work));
  return found.flat();
}
