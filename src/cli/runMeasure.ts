import type { EngineChoice, Precision } from '../engine/description.ts';
import { answer, rankTable, rankTableText } from '../report/index.ts';
import type { BiasPolicy, Normalization, NormOrder } from '../sharpness/types.ts';
import { type Measured, type MeasureRequest, measure } from '../studies/index.ts';
import { chooseEngine } from './chooseEngine.ts';
import { exitCodes } from './fail.ts';
import { interruptible } from './interrupt.ts';
import { startMeasureProgress } from './measureProgress.ts';
import { plural, print, printJson, say } from './say.ts';

/** What the command line of `measure run` says. */
export interface RunOptions {
  readonly data: string;
  readonly dataset?: string | undefined;
  readonly samples: number | 'all';
  readonly sampling: 'first' | 'shuffled';
  readonly m: number;
  readonly p: readonly NormOrder[];
  readonly normalization: readonly Normalization[];
  readonly rho: readonly number[];
  readonly eta: number;
  readonly bias: BiasPolicy;
  readonly precision: Precision;
  readonly engine: EngineChoice;
  readonly workers: number;
  readonly gap: 'loss' | 'error';
  readonly minTrainAccuracy: number;
  readonly seed: number;
  readonly out: string;
  readonly color?: string | undefined;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Measures, shows how far it is, and prints what came out. */
export async function runMeasure(folders: readonly string[], options: RunOptions): Promise<void> {
  const request = measureRequest(folders, options);
  const progress = startMeasureProgress(options);
  const outcome = await interruptible((signal) =>
    measure(request, { onProgress: progress.show, signal }),
  ).finally(progress.close);
  if (outcome.kind === 'interrupted') {
    const { done, total } = outcome;
    say(`stopped with ${done} of ${total} pieces done: the same command goes on from there`);
    process.exitCode = exitCodes.interrupted;
    return;
  }
  for (const { folder, reason } of outcome.skipped) {
    say(`skipped ${reason.includes(folder) ? reason : `${folder}: ${reason}`}`);
  }
  for (const warning of outcome.warnings) say(`warning: ${warning}`);
  if (outcome.refined.belowNoise > 0) say(`warning: ${belowNoise(outcome)}`);
  if (options.json) printJson(resultDocument(request, outcome));
  else printResult(request, outcome);
  if (outcome.skipped.length > 0) process.exitCode = exitCodes.someSkipped;
}

function measureRequest(folders: readonly string[], options: RunOptions): MeasureRequest {
  const { eta, bias, m, precision, samples, sampling, seed } = options;
  // in the order of the paper's Table 1
  const regions = options.p.flatMap((p) =>
    options.normalization.map((normalization) => ({ p, normalization })),
  );
  return {
    folders,
    dataDirectory: options.data,
    dataset: options.dataset,
    plan: {
      sharpness: { regions, radii: options.rho, eta, bias, m, precision },
      samples,
      sampling,
      seed,
      engine: chooseEngine(options.engine, options),
    },
    gap: options.gap,
    minTrainAccuracy: options.minTrainAccuracy,
    color: options.color,
    out: options.out,
    workers: options.workers,
  };
}

function printResult({ plan }: MeasureRequest, measured: Measured): void {
  const { checkpoints, correlations, droppedExamples, report } = measured;
  print(rankTableText(rankTable(correlations.rows)));
  print(answer(checkpoints, correlations.rows));
  print(`${entering(measured)}.`);
  const withoutValue = Math.max(0, ...correlations.dropped.map(({ dropped }) => dropped));
  if (withoutValue > 0) {
    print(
      `${plural(withoutValue, 'model')} at most had no value (NaN) of a measure and did not enter there.`,
    );
  }
  if (droppedExamples > 0) {
    print(
      `${plural(droppedExamples, 'example')} made no whole group of m = ${plan.sharpness.m} and ` +
        `${droppedExamples === 1 ? 'was' : 'were'} not measured.`,
    );
  }
  print(`Report: ${report}`);
}

function belowNoise({ refined: { belowNoise, all } }: Measured): string {
  return (
    `${belowNoise} of ${all} values may be decided by float32's noise (below_noise in measurements.csv); ` +
    'the native engine tells them: measure engine install'
  );
}

function entering({ checkpoints, correlations }: Measured): string {
  const { models, leftOut } = correlations;
  return `${plural(checkpoints.length, 'checkpoint')} measured: ${models} entered the correlation, the gate left ${leftOut} out`;
}

function resultDocument({ out, gap, minTrainAccuracy }: MeasureRequest, measured: Measured): object {
  const { checkpoints, correlations, droppedExamples, refined, report, skipped, warnings } = measured;
  return {
    checkpoints: checkpoints.length,
    models: correlations.models,
    leftOut: correlations.leftOut,
    gap,
    minTrainAccuracy,
    skipped,
    warnings,
    refined,
    dropped: correlations.dropped,
    droppedExamples,
    table: rankTable(correlations.rows),
    correlations: correlations.rows,
    out,
    report,
  };
}
