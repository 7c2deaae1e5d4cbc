import type { Seeds } from '../correlation/index.ts';
import type { EngineChoice } from '../engine/description.ts';
import { rankTable } from '../report/index.ts';
import { type Measured, type MeasureRequest, measure } from '../studies/index.ts';
import { chooseEngine } from './chooseEngine.ts';
import { commandLine } from './commandLine.ts';
import { exitCodes } from './fail.ts';
import { type MeasureOptions, measuringOf } from './measureOptions.ts';
import { needsOf, printMeasured } from './printMeasured.ts';
import { runJob } from './runJob.ts';
import { printJson, say } from './say.ts';
import { skippedLines } from './skippedLines.ts';
import type { JobAction, SlurmFlags } from './slurmFlags.ts';
import { tellUnresampled } from './tellUnresampled.ts';

/** What the command line of `measure run` says. */
export interface RunOptions extends MeasureOptions, SlurmFlags {
  readonly data: string;
  readonly dataset?: string | undefined;
  readonly engine: EngineChoice;
  readonly workers: number;
  readonly gap: 'loss' | 'error';
  readonly minTrainAccuracy: number;
  readonly seeds: Seeds;
  readonly bins?: number | undefined;
  readonly resamples?: number | undefined;
  readonly out: string;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Does what is asked for with a measuring job. */
export async function runMeasure(
  folders: readonly string[],
  options: RunOptions,
  action: JobAction,
): Promise<void> {
  const request = measureRequest(folders, options);
  if (action === 'run') return measureHere(request, options);
  const { measureOnSlurm } = await import('./measureOnSlurm.ts');
  return measureOnSlurm(request, options, action);
}

/** Measures, shows how far it is, and prints what came out. */
async function measureHere(request: MeasureRequest, options: RunOptions): Promise<void> {
  const outcome = await runJob(options, (hooks) => measure(request, hooks));
  if (!outcome) return;
  for (const line of skippedLines(outcome.skipped)) say(line);
  for (const warning of outcome.warnings) say(`warning: ${warning}`);
  tellUnresampled(options.resamples, outcome.correlations.resamples);
  if (outcome.refined.belowNoise > 0) say(`warning: ${belowNoise(outcome)}`);
  if (options.json) printJson(resultDocument(request, outcome));
  else
    printMeasured(outcome, { noun: 'checkpoint', groupSizes: request.plan.groupSizes, seeds: request.seeds });
  if (outcome.skipped.length > 0) process.exitCode = exitCodes.someSkipped;
}

function measureRequest(folders: readonly string[], options: RunOptions): MeasureRequest {
  return {
    folders,
    dataDirectory: options.data,
    dataset: options.dataset,
    ...measuringOf(options, chooseEngine(options.engine, options)),
    gap: options.gap,
    minTrainAccuracy: options.minTrainAccuracy,
    seeds: options.seeds,
    bins: options.bins,
    resamples: options.resamples,
    out: options.out,
    command: commandLine(process.argv.slice(2)),
    workers: options.workers,
  };
}

function belowNoise({ refined: { belowNoise, all } }: Measured): string {
  return (
    `${belowNoise} of ${all} values may be decided by float32's noise (below_noise in measurements.csv); ` +
    'the native engine tells them: measure engine install'
  );
}

function resultDocument(request: MeasureRequest, measured: Measured): object {
  const { out, gap, minTrainAccuracy, seeds, bins } = request;
  const { checkpoints, correlations, review, droppedExamples, refined, report, skipped, warnings } = measured;
  return {
    checkpoints: checkpoints.length,
    models: correlations.models,
    leftOut: correlations.leftOut,
    resamples: correlations.resamples,
    gap,
    minTrainAccuracy,
    seeds,
    bins: bins ?? null,
    skipped,
    warnings,
    refined,
    dropped: correlations.dropped,
    emptyPsis: correlations.emptyPsis,
    droppedExamples,
    table: rankTable(correlations.rows),
    correlations: correlations.rows,
    ...review,
    convergence: needsOf(measured),
    out,
    report,
  };
}
