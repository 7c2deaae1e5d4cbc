import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCodes } from '../../src/cli/fail.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { nativeEngineFolder } from '../../src/engine/native/cache.ts';
import { fakeSlurm } from '../jobs/slurm/fakeSlurm.ts';
import { cli, dataDirectory, engine, start, temporaryFolder } from './cli.ts';
import { commandLinePage, documentedKeys } from './commandLinePage.ts';
import { copyRuns, quickRun } from './smallRuns.ts';

/** Much more than it takes: other programs may need the machine too. */
const patient = 300_000;

const folder = temporaryFolder();
const runs = copyRuns(join(folder, 'runs'), ['mnist-mlp', 'mnist-cnn']);
const [out, onSlurm] = [join(folder, 'out'), join(folder, 'on-slurm')];
const small = ['--data', dataDirectory, '--engine', engine, '--quiet', '--json'];

/** The keys of the one document that a command line prints. */
async function keysOf(...args: readonly string[]): Promise<string[]> {
  const { stdout } = await cli(...args);
  return Object.keys(JSON.parse(stdout)).sort();
}

describe('the document of --json is as docs/command-line.md has it', () => {
  beforeAll(async () => {
    const keys = await keysOf(...quickRun(runs, out, '--samples', '16', '--json'));
    expect(keys).toEqual(documentedKeys('run'));
  }, patient);

  it.each<[string, string[]]>([
    ['train --dry-run', ['train', '--dry-run', '--json', '--data', dataDirectory]],
    [
      'train',
      [
        'train',
        '--out',
        join(folder, 'cnn'),
        ...small,
        '--train-count',
        '64',
        '--test-count',
        '32',
        '--epochs',
        '1',
      ],
    ],
    ['correlate', ['correlate', out, '--min-train-accuracy', '0', '--json']],
    ['report', ['report', out, '--json']],
    [
      'audit',
      [
        'audit',
        join(runs, 'mnist-mlp'),
        ...small,
        '--samples',
        '8',
        '--max-power',
        '1',
        '--out',
        join(folder, 'audit'),
      ],
    ],
    ['inspect', ['inspect', join(runs, 'mnist-mlp'), '--json']],
    ['data', ['data', 'mnist', '--data', dataDirectory, '--json']],
    ['engine', ['engine', '--engine', engine, '--json']],
    ['completion', ['completion', 'fish', '--json']],
  ])(
    '%s',
    async (command, args) => {
      const documented = documentedKeys(command);
      expect(documented.length).toBeGreaterThan(0);
      expect(await keysOf(...args)).toEqual(documented);
    },
    patient,
  );

  it('engine install', async () => {
    const cache = join(folder, 'cache');
    process.env.ADAPTIVE_SHARPNESS_CACHE = cache;
    const installed = nativeEngineFolder('cpu');
    delete process.env.ADAPTIVE_SHARPNESS_CACHE;
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, 'engine.json'), '{"files":{}}');
    const { ended } = start(['engine', 'install', '--json'], { env: { ADAPTIVE_SHARPNESS_CACHE: cache } });
    const document = JSON.parse((await ended).stdout);
    expect(document).toEqual({ kind: 'already', folder: installed });
    expect(Object.keys(document).sort()).toEqual(['folder', 'kind']);
    expect(documentedKeys('engine install')).toEqual(['folder', 'kind']);
  });

  describe('of jobs on Slurm:', () => {
    const path = process.env.PATH;
    const job = (...more: readonly string[]): string[] => [
      ...['run', runs, '--out', onSlurm, '--samples', '16', ...small],
      ...more,
    ];
    beforeAll(() => {
      const slurm = fakeSlurm(folder);
      slurm.program('scontrol', 'echo "MaxArraySize = 1001"');
      slurm.program('sbatch', 'echo 12');
      slurm.program('squeue', 'true');
      slurm.program('scancel', 'true');
    });
    afterAll(() => {
      process.env.PATH = path;
    });

    it('submitting', async () => {
      const { stdout, code } = await cli(...job('--on', 'slurm'));
      expect(code).toBe(0);
      const document = JSON.parse(stdout);
      expect(document).toMatchObject({ out: onSlurm, submitted: 2, arrays: [12] });
      expect(Object.keys(document).sort()).toEqual(documentedKeys('run --on slurm'));
    });

    it('looking', async () => {
      expect(await keysOf(...job('--status'))).toEqual(documentedKeys('run --status'));
    });

    it('cancelling', async () => {
      expect(await keysOf(...job('--cancel'))).toEqual(documentedKeys('run --cancel'));
    });
  });
});

describe('docs/command-line.md', () => {
  it('has a row for every command', () => {
    const { commands } = buildProgram();
    for (const command of commands.filter((one) => one.name() !== 'task')) {
      expect(commandLinePage).toMatch(new RegExp(`^\\| \`measure ${command.name()}\\b.*\` \\|`, 'm'));
    }
  });

  it('has every exit code', () => {
    const rows = [...commandLinePage.matchAll(/^\| (\d+) \| (\w+) \|/gm)];
    expect(Object.fromEntries(rows.map(([, code, name]) => [name, Number(code)]))).toEqual(exitCodes);
  });

  it('says truly that every command takes --json, but for help', () => {
    const { commands } = buildProgram();
    const without = commands.filter(({ options }) => !options.some(({ long }) => long === '--json'));
    expect(without.map((command) => command.name())).toEqual(['task', 'help']);
  });
});
