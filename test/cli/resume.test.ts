import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { cli, type Ended, lines, type Running, start, temporaryFolder } from './cli.ts';
import { copyRuns, quickRun } from './smallRuns.ts';

const folder = temporaryFolder();
const runs = copyRuns(join(folder, 'runs'), ['mnist-mlp', 'mnist-cnn']);
const arguments_ = (out: string): string[] =>
  quickRun(runs, join(folder, out), '--samples', '256', '--workers', '2');
const journal = join(folder, 'stopped', 'journal.jsonl');

function finishedPieces(): number {
  return existsSync(journal) ? Math.max(0, lines(readFileSync(journal, 'utf8')).length - 1) : 0;
}

/** Lets it finish some pieces, then sends a signal. */
async function stopAfter(
  { process, ended }: Running,
  pieces: number,
  signal: NodeJS.Signals,
): Promise<Ended> {
  while (finishedPieces() < pieces && process.exitCode === null) await setTimeout(5);
  process.kill(signal);
  return ended;
}

it('loses nothing to Ctrl-C or kill -9: the tables are those of a run without interruption', async () => {
  const whole = await cli(...arguments_('whole'));
  expect(whole.code).toBe(0);

  const interrupted = await stopAfter(start(arguments_('stopped')), 5, 'SIGINT');
  expect({ code: interrupted.code, stdout: interrupted.stdout }).toEqual({ code: 130, stdout: '' });
  const last = lines(interrupted.stderr).at(-1)!;
  expect(last).toMatch(/^measure: stopped with \d+ of 34 pieces done: the same command goes on from there$/);
  const done = finishedPieces();
  expect(done).toBe(Number(/\d+/.exec(last)));

  const killed = await stopAfter(start(arguments_('stopped')), done + 5, 'SIGKILL');
  expect(killed.signal).toBe('SIGKILL');
  expect(killed.stderr).toContain(`measuring: 34 pieces, ${done} of them done earlier`);
  const doneLater = finishedPieces();
  expect(doneLater).toBeGreaterThan(done);
  expect(doneLater).toBeLessThan(34);

  const resumed = await cli(...arguments_('stopped'));
  expect(resumed.code).toBe(0);
  expect(resumed.stderr).toContain(`measuring: 34 pieces, ${doneLater} of them done earlier`);
  for (const table of ['checkpoints', 'measurements', 'correlations']) {
    for (const type of ['csv', 'parquet']) {
      const [expected, found] = ['whole', 'stopped'].map((out) =>
        readFileSync(join(folder, out, `${table}.${type}`)),
      );
      expect(found!.equals(expected!), `${table}.${type}`).toBe(true);
    }
  }
}, 240_000);
