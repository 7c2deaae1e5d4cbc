import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cli, lines, type Running, start, temporaryFolder } from './cli.ts';
import { copyRuns, quickRun } from './smallRuns.ts';

const folder = temporaryFolder();
/** One checkpoint: all workers share its groups. */
const runs = copyRuns(join(folder, 'runs'), ['mnist-cnn-batch-norm']);

const ascents = [
  { name: 'one-step', options: ['--samples', '256', '--rho', 'paper'] },
  {
    name: 'apgd',
    options: ['--samples', '96', '--ascent', 'apgd', '--steps', '4', '--restarts', '2', '--p', '2,inf'],
  },
  {
    name: 'average-gaussian',
    options: ['--samples', '96', '--ascent', 'average-gaussian', '--draws', '5'],
  },
] as const;

function finishedPieces(out: string): number {
  const journal = join(out, 'journal.jsonl');
  return existsSync(journal) ? Math.max(0, lines(readFileSync(journal, 'utf8')).length - 1) : 0;
}

async function untilFinished(pieces: number, out: string, { process }: Running): Promise<void> {
  while (finishedPieces(out) < pieces && process.exitCode === null) await setTimeout(5);
}

/** Process ids of the command's workers. */
function workersOf({ process: { pid } }: Running): number[] {
  const read = (id: string, file: string): string => {
    try {
      return readFileSync(`/proc/${id}/${file}`, 'utf8');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc')
    .filter((id) => /^\d+$/.test(id))
    .filter((id) => /\) \S (\d+) /.exec(read(id, 'stat'))?.[1] === String(pid))
    .filter((id) => read(id, 'cmdline').includes('studies/worker'))
    .map(Number);
}

function expectSameTables(out: string, expected: string): void {
  for (const table of ['checkpoints', 'measurements', 'correlations']) {
    for (const type of ['csv', 'parquet']) {
      const [a, b] = [out, expected].map((where) => readFileSync(join(where, `${table}.${type}`)));
      expect(a!.equals(b!), `${table}.${type}`).toBe(true);
    }
  }
}

function lostWorkers(out: string): number {
  return JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).lostWorkers;
}

describe.skipIf(process.platform !== 'linux').each(ascents)('$name', ({ name, options }) => {
  const outOf = (what: string): string => join(folder, `${name} ${what}`);
  const command = (out: string, workers: number): string[] =>
    quickRun(runs, out, ...options, '--workers', String(workers));

  it('gives the tables of one worker, to the byte, from two of which one is killed, and from three after a killed run', async () => {
    const alone = outOf('alone');
    expect(await cli(...command(alone, 1))).toMatchObject({ code: 0 });
    expect(lostWorkers(alone)).toBe(0);

    const bereft = outOf('bereft');
    const losing = start([...command(bereft, 2), '--quiet']);
    await untilFinished(1, bereft, losing);
    process.kill(workersOf(losing)[0]!, 'SIGKILL');
    const { code, stderr } = await losing.ended;
    const told = lines(stderr).filter((line) => line.includes('lost'));
    expect({ code, told }).toEqual({
      code: 0,
      told: [
        expect.stringMatching(
          /^measure: warning: a worker was lost .* mnist-cnn-batch-norm, group \d+ of m = 8 \(.*SIGKILL.*\); a new one goes on from there$/,
        ),
      ],
    });
    expectSameTables(bereft, alone);
    expect(lostWorkers(bereft)).toBe(1);

    const resumed = outOf('resumed');
    const killed = start(command(resumed, 3));
    await untilFinished(4, resumed, killed);
    const workers = workersOf(killed);
    killed.process.kill('SIGKILL');
    await killed.ended;
    expect(workers).toHaveLength(3);
    const rest = await cli(...command(resumed, 3));
    expect(rest).toMatchObject({ code: 0, stderr: expect.stringMatching(/ of them done earlier$/m) });
    expectSameTables(resumed, alone);
  }, 240_000);
});
