import { expect, test } from 'vitest';
import { parseLimit } from '../../../src/jobs/slurm/arrayLimit.ts';

const config = (parameters: string): string =>
  `MailProg                = /bin/mail\nMaxArraySize            = 4001\nSchedulerParameters     = ${parameters}\n`;

test('as many tasks as MaxArraySize says', () => {
  expect(parseLimit(config('(null)'))).toBe(4001);
});

test('fewer where the scheduler says so', () => {
  expect(parseLimit(config('bf_interval=2,max_array_tasks=500,defer'))).toBe(500);
});

test("Slurm's default where it is not told", () => {
  expect(parseLimit('something else')).toBe(1001);
});
