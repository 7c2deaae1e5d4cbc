import { estimate, nameAt, runCount, type SweepEstimate, sampledRuns } from '../studies/sweep/index.ts';
import { UserError } from '../userError.ts';
import { duration, plural, print, printJson, say } from './say.ts';
import type { PlannedSweep, SweepOptions } from './sweepOptions.ts';

/**
 * Lists the runs of a sweep, or of very many some, with what they would cost in time, where the dataset is there, and on
 * the disk.
 */
export async function printDryRun({ plan, out }: PlannedSweep, options: SweepOptions): Promise<void> {
  const count = runCount(plan.study);
  const names = sampledRuns(plan.study).map((index) => nameAt(plan.study, index));
  const costs = await estimateOrReason({ plan, out });
  const workers = options.gpus?.length ?? options.workers;
  if (options.json) {
    const { seconds, ...more } = typeof costs === 'string' ? { seconds: undefined } : costs;
    printJson({
      study: plan.study.name,
      out,
      count,
      runs: names.map((name, index) => ({ name, seconds: seconds?.[index] })),
      ...more,
      workers,
    });
    return;
  }
  for (const [index, name] of names.entries()) {
    print(typeof costs === 'string' ? name : `${name}  ${duration(costs.seconds[index]!)}`);
  }
  const sample =
    names.length === count ? '' : `; the ${names.length} above, spread over the grid, stand for all of them`;
  print(`${plural(count, 'run')} in ${out}, measured in ${plural(plan.measures.length, 'way')}${sample}`);
  if (typeof costs === 'string') say(`the time is not estimated: ${costs}`);
  else printCosts(costs, workers);
}

async function estimateOrReason({ plan }: PlannedSweep): Promise<SweepEstimate | string> {
  try {
    return await estimate(plan);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

function printCosts({ totalSeconds: all, bytes, timed }: SweepEstimate, workers: number): void {
  const speeds = timed.flatMap(({ imagesPerSecond }) => imagesPerSecond.map(Math.round));
  const range = [...new Set([Math.min(...speeds), Math.max(...speeds)])].join(' to ');
  if (timed.length > 1) {
    for (const { names, runs } of timed) print(`timed for ${plural(runs, 'run')}: ${names.join(', ')}`);
  }
  print(
    `training: ${duration(all)} of one worker at ${range} images/s, ${duration(all / workers)} with ` +
      `${plural(workers, 'worker')}; measuring comes on top`,
  );
  print(`disk: ${size(bytes)} of run folders`);
}

function size(bytes: number): string {
  const [unit, divisor] = bytes >= 1e9 ? (['GB', 1e9] as const) : (['MB', 1e6] as const);
  return `${(bytes / divisor).toFixed(1)} ${unit}`;
}
