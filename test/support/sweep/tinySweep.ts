import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataDirectory, engine } from '../../cli/cli.ts';

/** Studies of a few small networks, each trained in less than a second, and what their sweeps leave. */

/** What a study file says besides the defaults of these tests. */
export interface TinyStudy {
  readonly epochs?: number;
  readonly hidden?: number;
  /** Lines below `grid`, in YAML. */
  readonly grid?: readonly string[];
  readonly seeds?: readonly number[];
  /** Lines below `measures`, in YAML. */
  readonly measures?: readonly string[];
}

const grid = ['training.batchSize: [16, 32]', 'training.learningRate: [0.03, 0.1]'];
const measures = [
  'one-step: {samples: 32, rho: [0.01, 0.1]}',
  'ascent: {ascent: pgd, steps: 3, samples: 16, rho: 0.05, p: [2, inf]}',
];

/** Writes a study file named `tiny`: 8 runs unless something else is said. Returns its path. */
export function writeTinyStudy(folder: string, said: TinyStudy = {}): string {
  const { epochs = 60, hidden = 8, seeds = [0, 1] } = said;
  const path = join(folder, 'study.yaml');
  const lines = [
    'name: tiny',
    'base:',
    `  model: {architecture: mlp, hidden: [${hidden}]}`,
    '  dataset: {name: mnist, trainCount: 128, testCount: 64}',
    `  training: {epochs: ${epochs}, batchSize: 16}`,
    ...below('grid', said.grid ?? grid),
    `seeds: [${seeds}]`,
    'gate: {minTrainAccuracy: 0}',
    ...below('measures', said.measures ?? measures),
  ];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

function below(key: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${key}:`, ...lines.map((line) => `  ${line}`)];
}

/** The arguments that sweep a study into `out`. */
export function sweepOf(study: string, out: string, ...more: readonly string[]): string[] {
  return ['sweep', study, '--data', dataDirectory, '--out', out, '--engine', engine, ...more];
}

/** The same by one worker, which costs a test least. */
export function sweepByOne(study: string, out: string, ...more: readonly string[]): string[] {
  return sweepOf(study, out, '--workers', '1', ...more);
}

/** The folders of runs, in order. */
export function runsIn(out: string): string[] {
  const folder = join(out, 'runs');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

/** Runs that came to an end: with a model, or diverged. */
export function endedIn(out: string): string[] {
  return runsIn(out).filter((name) => {
    const folder = join(out, 'runs', name);
    const has = (file: string): boolean => existsSync(join(folder, file));
    return !has('unfinished') && (has('metrics.json') || has('diverged.json'));
  });
}

/** The tables of every measure, by path. */
export function tablesOf(out: string): Record<string, string> {
  const folder = join(out, 'measures');
  const paths = readdirSync(folder).flatMap((measure) =>
    ['checkpoints', 'measurements', 'correlations'].map((table) => join(measure, `${table}.csv`)),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** The models of all runs, by the run's name, in base64. */
export function modelsOf(out: string): Record<string, string> {
  const read = (name: string): string =>
    readFileSync(join(out, 'runs', name, 'model.safetensors')).toString('base64');
  return Object.fromEntries(runsIn(out).map((name) => [name, read(name)]));
}

/** The runs of a table, in its order. */
export function checkpointsIn(out: string, measure = 'one-step'): string[] {
  const text = readFileSync(join(out, 'measures', measure, 'checkpoints.csv'), 'utf8');
  const rows = text.trimEnd().split('\n').slice(1);
  return rows.map((row) => row.split(',', 1)[0]!);
}
