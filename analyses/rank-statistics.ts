/**
 * The paper's Table 1 (Appendix B) at a small scale: 625 networks, and how far their gaps are luck. It takes the
 * folders of two finished sweeps:
 *
 *   measure sweep analyses/rank-statistics/study.yaml --out sweeps/rank-statistics
 *   measure sweep analyses/rank-statistics/noise.yaml --out sweeps/rank-statistics-noise
 *   node --import tsx analyses/rank-statistics.ts [--study DIR] [--noise DIR] [--out DIR]
 *
 * Without --out it writes the results that are kept in analyses/rank-statistics.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runAt } from '../src/index.ts';
import { reason } from '../src/userError.ts';
import { readSweep } from './rank-statistics/readSweep.ts';
import { writeResults } from './rank-statistics/writeResults.ts';

const text = { type: 'string' } as const;

try {
  const { values } = parseArgs({ options: { study: text, noise: text, out: text } });
  const out = values.out ?? fileURLToPath(new URL('rank-statistics', import.meta.url));
  const study = await readSweep(values.study ?? 'sweeps/rank-statistics', ['one-step', 'auto-pgd']);
  const noise = await readSweep(values.noise ?? 'sweeps/rank-statistics-noise', ['one-step']);
  const testCount = runAt(noise.study, 0).recipe.dataset.testCount ?? null;
  writeResults(out, { study, noise, testCount });
  console.log(`written: ${out}`);
} catch (error) {
  console.error(`rank-statistics: ${reason(error)}`);
  process.exitCode = 1;
}
