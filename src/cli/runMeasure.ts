import type { Seeds } from '../correlation/index.ts';
import type { EngineChoice } from '../engine/description.ts';
import {
  answer,
  rankTable,
  rankTableText,
  reviewText,
  type SampleNeeds,
  sampleNeeds,
} from '../report/index.ts';
import { type Measured, type MeasureRequest, measure } from '../studies/index.ts';
import { chooseEngine } from './chooseEngine.ts';
import { commandLine } from './commandLine.ts';
import { convergenceText } from './convergenceText.ts';
import { exitCodes } from './fail.ts';
import { averagedText, emptyPsisText } from './groupingText.ts';
import { type MeasureOptions, measuringOf } from './measureOptions.ts';
import { runJob } from './runJob.ts';
import { plural, print, printJson, say } from './say.ts';
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
  else printResult(request, outcome);
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

function printResult({ plan, seeds }: MeasureRequest, measured: Measured): void {
  const { checkpoints, correlations, review, droppedExamples, report } = measured;
  print(rankTableText(rankTable(correlations.rows)));
  print(answer(checkpoints, correlations.rows));
  for (const line of reviewText({ correlations: correlations.rows, ...review })) print(line);
  print(`${entering(measured, seeds)}.`);
  // a layer that some networks lack has no value there
  const ofNetworks = correlations.dropped.filter(({ layer }) => layer === null);
  const withoutValue = Math.max(0, ...ofNetworks.map(({ dropped }) => dropped));
  if (withoutValue > 0) {
    print(
      `${plural(withoutValue, 'model')} at most had no value (NaN) of a measure and did not enter there.`,
    );
  }
  if (correlations.emptyPsis.length > 0) print(emptyPsisText(correlations.emptyPsis));
  if (droppedExamples > 0) {
    print(
      `${plural(droppedExamples, 'example')} made no whole group of m = ${plan.groupSizes.join(' or ')} and ` +
        `${droppedExamples === 1 ? 'was' : 'were'} not measured.`,
    );
  }
  const needs = needsOf(measured);
  if (needs) print(`\n${convergenceText(needs, checkpoints.length)}`);
  print(`Report: ${report}`);
}

/** How many samples the measures need, if it was asked. */
function needsOf({ convergence, correlations }: Measured): readonly SampleNeeds[] | undefined {
  return convergence && sampleNeeds(convergence, correlations.rows);
}

function belowNoise({ refined: { belowNoise, all } }: Measured): string {
  return (
    `${belowNoise} of ${all} values may be decided by float32's noise (below_noise in measurements.csv); ` +
    'the native engine tells them: measure engine install'
  );
}

function entering({ checkpoints, correlations }: Measured, seeds: Seeds | undefined): string {
  const { models, leftOut } = correlations;
  const entered = `${models} entered the correlation${averagedText(seeds)}, the gate left ${leftOut} out`;
  return `${plural(checkpoints.length, 'checkpoint')} measured: ${entered}`;
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
