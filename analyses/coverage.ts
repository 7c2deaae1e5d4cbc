/**
 * How often the intervals of rank correlations hold the true value, and whether their p-values are uniform where there is
 * nothing to find: many simulated studies with known coefficients.
 *
 *   node --import tsx analyses/coverage.ts [--studies 2000] [--processes 2] [--out DIR]
 *
 * About ten minutes of processor. Without --out it writes the results that are kept in analyses/coverage.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { reason } from '../src/userError.ts';
import { resultsInProcesses } from './coverage/inProcesses.ts';
import { fewPermutations } from './coverage/permutations.ts';
import { CASES } from './coverage/populations.ts';
import { writeResults } from './coverage/writeResults.ts';

const text = { type: 'string' } as const;

try {
  const { values } = parseArgs({
    options: { studies: { ...text, default: '2000' }, processes: { ...text, default: '2' }, out: text },
  });
  const studies = count('--studies', values.studies);
  const folder = values.out ?? fileURLToPath(new URL('coverage', import.meta.url));
  const results = await resultsInProcesses(CASES, {
    studies,
    processes: count('--processes', values.processes),
    onResults: ([first]) => console.log(`${first!.case.population.name}, ${first!.case.grid.name}`),
  });
  const few = fewPermutations(studies);
  await writeResults(folder, { results, few, studies, seconds: performance.now() / 1000 });
  console.log(`written: ${folder}`);
} catch (error) {
  console.error(`coverage: ${reason(error)}`);
  process.exitCode = 1;
}

function count(option: string, value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new Error(`${option} is a whole number from 1`);
  return number;
}
