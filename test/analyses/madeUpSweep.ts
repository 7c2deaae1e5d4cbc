import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TABLE_1 } from '../../analyses/rank-statistics/paper.ts';
import type {
  FinishedSweep,
  Manifest,
  MeasureOutput,
  RunEnd,
} from '../../analyses/rank-statistics/readSweep.ts';
import {
  type CheckpointRow,
  correlate,
  type MeasurementRow,
  nameAt,
  type OutputTables,
  packMeasurements,
  readStudy,
  runAt,
  runCount,
  type Study,
  studiedModels,
} from '../../src/index.ts';
import { reviewTables } from '../../src/studies/reviewTables.ts';

/** What a run came to. */
export interface MadeUpRun {
  readonly gap: number;
  readonly trainAccuracy: number;
}

/** How the tables of a sweep are made up. */
export interface MadeUp {
  /** Undefined: it diverged; null: it failed. */
  readonly run: (index: number) => MadeUpRun | undefined | null;
  /** The value of a measure of the paper, at the paper's radius and at ten times that. */
  readonly value: (place: number, index: number, isPaperRadius: boolean) => number;
  /** Which of the paper's four measures there are, by place. */
  readonly places?: readonly number[];
}

/** A study of the four axes with so many values each. */
export function madeUpStudy({ values, seeds }: { readonly values: number; readonly seeds: number }): Study {
  const axis = (from: number): string =>
    `[${Array.from({ length: values }, (_, k) => from * 2 ** k).join(', ')}]`;
  const text = `name: made-up
base:
  model: {architecture: cnn, channels: [4, 8], batchNorm: true}
  dataset: {name: mnist, trainCount: 1000, testCount: 400}
grid:
  training.batchSize: ${axis(8)}
  training.learningRate: ${axis(0.025)}
  training.weightDecay: ${axis(5e-5)}
  model.dropoutRate: ${axis(0.125)}
seeds: [${Array.from({ length: seeds }, (_, seed) => seed).join(', ')}]
`;
  const folder = mkdtempSync(join(tmpdir(), 'study-'));
  try {
    writeFileSync(join(folder, 'study.yaml'), text);
    return readStudy(join(folder, 'study.yaml'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A finished sweep, measured in each of the ways. */
export function madeUpSweep(study: Study, ways: readonly string[], madeUp: MadeUp): FinishedSweep {
  const indices = [...Array(runCount(study)).keys()];
  const runs = indices.map((index): RunEnd => {
    const run = madeUp.run(index);
    return {
      name: nameAt(study, index),
      configuration: Math.floor(index / study.seeds.length),
      seed: study.seeds[index % study.seeds.length]!,
      hyperparameters: runAt(study, index).hyperparameters,
      end: run === undefined ? 'diverged' : run === null ? 'failed' : 'trained',
      seconds: run === null ? 0 : 2,
    };
  });
  return { study, runs, measures: ways.map((way) => outputOf(study, way, madeUp)) };
}

function outputOf(study: Study, way: string, madeUp: MadeUp): MeasureOutput {
  return { folder: `measures/${way}`, tables: madeUpTables(study, way, madeUp), manifest };
}

const manifest: Manifest = {
  versions: { 'adaptive-sharpness': '0.0.0', node: 'v0' },
  engine: { name: 'native', device: 'CPU', versions: { tensorflow: '0' } },
  folders: ['/somewhere/runs'],
  command: 'measure sweep study.yaml --out /somewhere',
  refined: { values: 1, belowNoise: 0, all: 10 },
  workers: 2,
  seconds: 90,
};

export function madeUpTables(
  study: Study,
  way: string,
  { run, value, places = [0, 1, 2, 3] }: MadeUp,
): OutputTables {
  const indices = [...Array(runCount(study)).keys()].filter((index) => run(index));
  const checkpoints = indices.map((index): CheckpointRow => {
    const { gap, trainAccuracy } = run(index)!;
    return {
      checkpoint: nameAt(study, index),
      hyperparameters: runAt(study, index).hyperparameters,
      train_loss: 0,
      test_loss: gap,
      train_accuracy: trainAccuracy,
      test_accuracy: 0.9,
      gap_loss: gap,
      gap_error: trainAccuracy - 0.9,
      test_loss_standard_error: 0.03,
    };
  });
  const measurements = indices.flatMap((index) =>
    places.flatMap((place) =>
      [1, 10].map((factor) =>
        measurement(
          nameAt(study, index),
          way,
          place,
          factor * TABLE_1[place]!.rho,
          value(place, index, factor === 1),
        ),
      ),
    ),
  );
  const { gap, minTrainAccuracy } = study;
  const models = { checkpoints, measurements, gap, minTrainAccuracy };
  const resampling = { resamples: 100, seed: 0 };
  const { rows } = correlate({ ...models, ...resampling });
  return {
    checkpoints,
    measurements: packMeasurements(measurements),
    correlations: rows,
    ...reviewTables(() => studiedModels(models), resampling),
  };
}

function measurement(
  checkpoint: string,
  way: string,
  place: number,
  rho: number,
  value: number,
): MeasurementRow {
  const { measure, p } = TABLE_1[place]!;
  const isAutoPgd = way === 'auto-pgd';
  return {
    checkpoint,
    measure,
    p,
    normalization: measure === 'sharpness' ? 'none' : 'element',
    rho,
    ascent: isAutoPgd ? 'apgd' : 'one-step',
    m: 8,
    samples: 256,
    value,
    standard_error: 0,
    first_order: null,
    bias: 'constant',
    eta: 0.01,
    loss: 'cross-entropy',
    bn_mode: 'evaluation',
    layer: null,
    perturb: '*',
    augmentation: 'none',
    sampling: 'first',
    seed: 0,
    precision: 'float32',
    refined_groups: 0,
    below_noise: false,
    steps: isAutoPgd ? 20 : null,
    restarts: isAutoPgd ? 1 : null,
    step_size: null,
    momentum: null,
    draws: null,
    sigma: null,
    one_step: null,
    restart_spread: null,
    maximizer_norm: null,
    boundary_share: null,
    still_improving: null,
  };
}

/** Writes the output folder of a measure, but for its tables. */
export function writeOutputExtras(folder: string): void {
  mkdirSync(join(folder, 'report'), { recursive: true });
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'report', 'index.html'), '<dd>/somewhere/runs</dd> --out /somewhere');
}
