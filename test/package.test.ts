import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join, normalize } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readOutputTables, render, scatter } from '../src/report/index.ts';
import { dataDirectory } from './cli/cli.ts';
import { copyRuns } from './cli/smallRuns.ts';

// What a user gets: the packed tree, installed once into an empty project whose path is not a plain one.
const root = join(import.meta.dirname, '..');
const work = mkdtempSync(join(tmpdir(), 'package-'));
const project = join(work, 'a projëct');
const installed = join(project, 'node_modules', 'adaptive-sharpness');
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** The environment without what `npm test` says of the repository, and without a native engine. */
const env: NodeJS.ProcessEnv = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(package|lifecycle|config_local)/.test(name)),
  ),
  ADAPTIVE_SHARPNESS_CACHE: join(work, 'cache'),
};

/** Runs a program in the project, and gives its stdout. */
function run(program: string, args: readonly string[], cwd = project): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  expect({ status, stderr: status === 0 ? '' : stderr + stdout }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** The files below a folder, as paths from it. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}

beforeAll(() => {
  const [packed] = JSON.parse(run('npm', ['pack', '--json', `--pack-destination=${work}`], root));
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'];
  run('npm', ['install', ...quiet, join(work, packed.filename)]);
  copyRuns(join(project, 'runs'));
  cpSync(join(dataDirectory, 'mnist'), join(project, 'data', 'mnist'), { recursive: true });
}, 240_000);

test('holds the program and what its README points to, and nothing of this machine', () => {
  const files = filesBelow(installed);
  const tops = new Set(files.map((file) => file.split('/')[0]));
  expect([...tops].sort()).toEqual([
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'README.md',
    'analyses',
    'dist',
    'docs',
    'examples',
    'package.json',
  ]);
  expect(files.filter((file) => /\.map$|\.test\.|^docs\/api|^dist\/\.|(?<!\.d)\.ts$/.test(file))).toEqual([
    'examples/correlation-study.ts',
  ]);
  for (const file of files.filter((name) => /^(README|docs\/.*)\.md$/.test(name))) {
    const text = readFileSync(join(installed, file), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+\.\w+)/g)].map((match) => match[1]!);
    const missing = targets.filter((target) => !files.includes(normalize(join(dirname(file), target))));
    expect({ file, missing }).toEqual({ file, missing: [] });
  }
  const here = [root, homedir(), tmpdir()].map((folder) => `${folder}/`);
  for (const file of files) {
    const text = readFileSync(join(installed, file), 'utf8');
    expect({ file, here: here.filter((path) => text.includes(path)) }).toEqual({ file, here: [] });
  }
});

test('takes the room that README states', () => {
  const modules = join(project, 'node_modules');
  const bytes = filesBelow(modules).reduce((sum, file) => sum + statSync(join(modules, file)).size, 0);
  const stated = Number(
    /installed, it takes (\d+) MB/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[1],
  );
  expect(bytes / 1e6 / stated).toBeGreaterThan(0.9);
  expect(bytes / 1e6 / stated).toBeLessThan(1.1);
});

test('needs one copy of every tensor library, and nothing that is missing', () => {
  const lines = run('npm', ['ls', '--all', '--parseable']).trim().split('\n');
  const tensorLibraries = lines
    .filter((line) => line.includes('@tensorflow'))
    .map((line) => line.split('@tensorflow/')[1]);
  expect(tensorLibraries.sort()).toEqual(['tfjs-backend-cpu', 'tfjs-backend-wasm', 'tfjs-core']);
});

test('measures, and says what is missing', () => {
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(run('npx', ['measure', '--version'])).toBe(`${version}\n`);
  const doctor = JSON.parse(run('npx', ['measure', 'doctor', '--json']));
  expect(doctor).toMatchObject({ version, works: true, surroundings: { native: { kind: 'absent' } } });
  for (const part of ['figures', 'images']) expect(doctor.surroundings).not.toHaveProperty(part);

  const few = '--samples 16 --p 2 --rho 0.5,0.05 --min-train-accuracy 0 --resamples 0'.split(' ');
  run('npx', ['measure', 'runs', '--data', 'data', '--out', 'results', '--engine', 'wasm', ...few]);
}, 240_000);

test('its three entry points are typed, and draw what the repository draws', async () => {
  const program = `
    import { writeFileSync } from 'node:fs';
    import { correlate } from 'adaptive-sharpness';
    import { tauB } from 'adaptive-sharpness/correlation';
    import { readOutputTables, render, scatter } from 'adaptive-sharpness/report';

    const table = await readOutputTables('results');
    const { checkpoints, measurements } = table;
    const { models } = correlate({ checkpoints, measurements, gap: 'loss', minTrainAccuracy: 0 });
    const tau: number | null = tauB([1, 2, 3], [1, 3, 2]);
    const { png } = await render(scatter(table, { color: 'batchSize' }));
    writeFileSync('scatter.png', png);
    console.log(models, tau?.toFixed(4));
  `;
  writeFileSync(join(project, 'program.ts'), program);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const checked = ['--strict', '--target', 'es2023', '--module', 'nodenext', '--skipLibCheck', 'false'];
  run(process.execPath, [tsc, ...checked, '--types', 'node', 'program.ts']);
  expect(run(process.execPath, ['program.js'])).toBe('3 0.3333\n');
  const here = scatter(await readOutputTables(join(project, 'results')), { color: 'batchSize' });
  expect(readFileSync(join(project, 'scatter.png')).equals((await render(here)).png)).toBe(true);
}, 240_000);
