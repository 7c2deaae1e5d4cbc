import { openJournal } from '../../src/jobs/journal.ts';
import { reason } from '../../src/userError.ts';

const [path = ''] = process.argv.slice(2);
try {
  openJournal(path, { m: 8, rho: [5e-6, Infinity] }).append('held', true);
  process.send?.('open');
} catch (error) {
  process.send?.(reason(error));
}
setInterval(() => undefined, 1000);
