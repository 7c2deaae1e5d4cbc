import type { GrowthCase } from './madeUpStudy.ts';
import type { Usage } from './tellUsage.ts';

/** Prints the head of a table of what steps took. */
export function tellTitles(): void {
  printLine(['', 'runs', 'values a run', 'seconds', 'CPU seconds', 'peak, MiB']);
}

/** Prints what a step took. */
export async function tell(step: string, { runs, radii }: GrowthCase, usage: Promise<Usage>): Promise<void> {
  const { seconds, cpuSeconds, mebibytes } = await usage;
  const took = [seconds.toFixed(1), cpuSeconds.toFixed(1), mebibytes.toFixed(0)];
  printLine([step, String(runs), String(4 * radii), ...took]);
}

function printLine(cells: readonly string[]): void {
  const [step, ...numbers] = cells;
  console.log(`${step!.padEnd(40)}${numbers.map((cell) => cell.padStart(14)).join('')}`);
}
