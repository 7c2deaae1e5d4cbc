import { makeFolder } from '../../src/makeFolder.ts';
import { reason } from '../../src/userError.ts';
import { type Options, readOptions, type Scale } from './options.ts';
import { type Outcome, readOutcome } from './outcome.ts';
import { type Case, type Planned, planRuns } from './planned.ts';
import { trainAll } from './trainAll.ts';

/** How all repeats of a case ended, by its name, in the order of their seeds. */
export type Outcomes = ReadonlyMap<string, readonly Outcome[]>;

/** A table or figure that many trainings make. */
export interface Analysis {
  /** Its file and its folders. */
  readonly name: string;
  readonly scale: Scale;
  readonly casesOf: (scale: Scale) => readonly Case[];
  /** Writes the results. */
  readonly write: (out: string, outcomes: Outcomes, scale: Scale) => void | Promise<void>;
}

/** Runs an analysis as its command line says: trains what is not trained yet, then writes the results. */
export async function runAnalysis(analysis: Analysis): Promise<void> {
  const say = (line: string): void => console.error(line);
  try {
    const options = readOptions(analysis.name, analysis.scale, process.argv.slice(2));
    const planned = planRuns(analysis.casesOf(options.scale), options);
    const isComplete = await trainPlanned(planned, options, say);
    if (!isComplete) {
      say(`${analysis.name}: stopped; the same command goes on`);
      process.exitCode = 1;
      return;
    }
    makeFolder(options.out);
    await analysis.write(options.out, readOutcomes(planned), options.scale);
    console.log(`written: ${options.out}`);
  } catch (error) {
    say(`${analysis.name}: ${reason(error)}`);
    process.exitCode = 1;
  }
}

/** Reads how finished trainings ended. */
function readOutcomes(planned: readonly Planned[]): Outcomes {
  const outcomes = new Map<string, Outcome[]>();
  for (const { name, request } of planned) {
    const others = outcomes.get(name) ?? [];
    outcomes.set(name, [...others, readOutcome(request.out)]);
  }
  return outcomes;
}

/** Trains until all is done, or Ctrl-C: what was finished stays, and each training goes on from an epoch of its. */
async function trainPlanned(
  planned: readonly Planned[],
  { workers }: Options,
  say: (line: string) => void,
): Promise<boolean> {
  const interrupt = new AbortController();
  const stop = (): void => interrupt.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    return await trainAll(planned, { workers, say, signal: interrupt.signal });
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}
