import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'table-2-3-'));
const out = join(folder, 'results');
const runs = join(folder, 'runs');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tiny = [
  ...['--data', 'fixtures/data', '--dataset', 'mnist', '--train-count', '32', '--test-count', '32'],
  ...['--epochs', '1', '--seeds', '1', '--workers', '2', '--runs', runs, '--out', out],
];

function analysis(args: readonly string[]) {
  const command = ['--import', 'tsx', 'analyses/table-2-3.ts', ...args];
  return promisify(execFile)(process.execPath, command, { cwd: root });
}

describe('analyses/table-2-3.ts', () => {
  it('trains every network with every method and writes the table; again, it trains nothing', async () => {
    const { stderr, stdout } = await analysis(tiny);
    expect(stderr).toContain('12/12 ');
    expect(stdout).toBe(`written: ${out}\n`);
    const [head, ...rows] = readFileSync(join(out, 'table.csv'), 'utf8').trim().split('\n');
    expect(head).toMatch(/^network,method,runs,failed,max_test_accuracy,/);
    expect(rows.map((row) => row.split(',').slice(0, 3).join())).toEqual(
      ['cnn-bn', 'cnn', 'resnet-8'].flatMap((network) =>
        ['SGD', 'SAM', 'ASAM', 'SGD½'].map((method) => `${network},${method},1`),
      ),
    );
    const history = join(runs, 'cnn-sgd/seed-0/history.csv');
    expect(readFileSync(history, 'utf8').trim().split('\n')).toHaveLength(3);
    const readme = readFileSync(join(out, 'README.md'), 'utf8');

    const { mtimeMs } = statSync(history);
    await analysis(tiny);
    expect(statSync(history).mtimeMs).toBe(mtimeMs);
    expect(readFileSync(join(out, 'README.md'), 'utf8')).toBe(readme);
  }, 240_000);

  it.each([
    [['--dataset', 'cifar'], /^table-2-3: --dataset: one of .*cifar-10/],
    [['--seeds', '0'], /^table-2-3: --seeds: a whole number from 1 is expected, not "0"\n$/],
    [['--data', 'nowhere', '--runs', runs], /^table-2-3: .*nowhere.*\n$/],
    [['--sed', '1'], /^table-2-3: .*--sed.*\n$/],
  ])('refuses %s with one line', async (args, line) => {
    await expect(analysis(args)).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(line) });
  });
});
