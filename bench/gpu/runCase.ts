import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readOutputTables } from '../../src/report/index.ts';
import type { ParityCase } from './cases.ts';
import type { Measured } from './parity.ts';
import { MEASURE, runOn, type Side } from './sides.ts';

/** On a GPU they share its memory. */
const WORKERS = Math.min(4, availableParallelism());

export interface CaseRun extends Measured {
  readonly seconds: number;
}

/**
 * Measures a case on a side.
 *
 * @param out an output folder that is not there yet
 */
export async function runCase(side: Side, { networks, options }: ParityCase, out: string): Promise<CaseRun> {
  await runOn(side, MEASURE, [
    'run',
    ...networks.map((name) => join('fixtures/golden/runs', name)),
    ...['--data', 'fixtures/data', '--engine', 'native', '--min-train-accuracy', '0', '--quiet'],
    ...['--workers', String(WORKERS)],
    ...[...options, '--out', out],
  ]);
  const { checkpoints, measurements } = await readOutputTables(out);
  const { seconds } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as { seconds: number };
  return { checkpoints, measurements: [...measurements], seconds };
}
