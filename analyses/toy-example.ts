/**
 * The paper's toy example (section 5.1): SAM and ASAM on L(w) = |w1 ReLU(w2) - 0.04|, and its Figures 1 and 3.
 *
 *   node --import tsx analyses/toy-example.ts [--out DIR]
 *
 * Without --out it writes the results that are kept in analyses/toy-example.
 */
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { startEngine } from '../src/engine/index.ts';
import { reason } from '../src/userError.ts';
import { computeResults } from './toy-example/results.ts';
import { summary } from './toy-example/text/summary.ts';
import { writeResults } from './toy-example/writeResults.ts';

try {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const folder = values.out ?? fileURLToPath(new URL('toy-example', import.meta.url));
  // plain JavaScript: the same bits on every machine
  await startEngine('cpu');
  const results = computeResults();
  await writeResults(folder, results);
  console.log(`${summary(results)}\nwritten: ${folder}`);
} catch (error) {
  console.error(`toy-example: ${reason(error)}`);
  process.exitCode = 1;
}
