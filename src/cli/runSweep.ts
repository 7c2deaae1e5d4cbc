import { join } from 'node:path';
import {
  checkExamples,
  checkPerturbed,
  exampleCounts,
  inputsOf,
  readStudy,
  type SweepPlan,
  type Swept,
  sweep,
} from '../studies/sweep/index.ts';
import { UserError } from '../userError.ts';
import { chooseEngine } from './chooseEngine.ts';
import { commandLine } from './commandLine.ts';
import { exitCodes } from './fail.ts';
import { interruptible } from './interrupt.ts';
import { startMeasureProgress } from './measureProgress.ts';
import { printMeasured } from './printMeasured.ts';
import { plural, print, printJson, say } from './say.ts';
import { skippedLines } from './skippedLines.ts';
import type { JobAction } from './slurmFlags.ts';
import { measuresOf } from './studyMeasures.ts';
import type { PlannedSweep, SweepOptions } from './sweepOptions.ts';
import { startSweepProgress } from './sweepProgress.ts';
import { tellUnresampled } from './tellUnresampled.ts';

/** Does what is asked for with the sweep of a study. */
export async function runSweep(name: string, options: SweepOptions, action: JobAction): Promise<void> {
  const study = readStudy(name);
  const engine = chooseEngine(options.engine, options);
  const { data: dataDirectory } = options;
  const inputs = await inputsOf(study, dataDirectory);
  const plan: SweepPlan = { study, measures: measuresOf(study, engine), inputs, dataDirectory, engine };
  const out = options.out ?? join('sweeps', study.name);
  if (action !== 'status' && action !== 'cancel') {
    checkPerturbed(plan);
    await checkDatasets(plan, options, action);
  }
  if (options.dryRun) {
    const { printDryRun } = await import('./sweepDryRun.ts');
    return printDryRun({ plan, out }, options);
  }
  if (action === 'run') return sweepHere({ plan, out }, options);
  const { sweepOnSlurm } = await import('./sweepOnSlurm.ts');
  return sweepOnSlurm({ plan, out }, options, action);
}

/**
 * Checks a study against its datasets. Trained here, it needs them; the tasks of a cluster may have them elsewhere, and a
 * dry run does without.
 */
async function checkDatasets(plan: SweepPlan, { dryRun }: SweepOptions, action: JobAction): Promise<void> {
  const counts = await exampleCounts(plan.study, plan.dataDirectory).catch((error: unknown) => {
    if (!(error instanceof UserError) || (action === 'run' && !dryRun)) throw error;
    return error;
  });
  if (!(counts instanceof UserError)) return checkExamples(plan, counts);
  // a dry run says so itself
  if (!dryRun) say(`warning: the study is not checked against its datasets: ${counts.message}`);
}

async function sweepHere({ plan, out }: PlannedSweep, options: SweepOptions): Promise<void> {
  const { gpus, retries, resamples } = options;
  const training = startSweepProgress(options);
  let measuring = startMeasureProgress(options);
  const close = (): void => {
    training.close();
    measuring.close();
  };
  const workers = gpus?.length ?? options.workers;
  const outcome = await interruptible((signal) =>
    sweep(
      { ...plan, out, command: commandLine(process.argv.slice(2)), workers, gpus, retries, resamples },
      {
        onTraining: training.show,
        onMeasuring: (name) => {
          measuring = startMeasureProgress(options);
          if (!options.quiet) say(`measuring ${name}`);
        },
        onMeasured: (progress) => measuring.show(progress),
        onNotice: (line) => {
          close();
          say(`warning: ${line}`);
        },
        signal,
      },
    ),
  ).finally(close);
  if (outcome.kind === 'interrupted') {
    say(
      `stopped: ${outcome.trained} of ${plural(outcome.runs, 'run')} have a model; the same command goes on from there`,
    );
    process.exitCode = exitCodes.interrupted;
    return;
  }
  tell(outcome, { plan, out }, options);
}

function tell(swept: Swept, { plan, out }: PlannedSweep, { json, resamples }: SweepOptions): void {
  const { diverged, failed, measured } = swept;
  for (const { name, reason } of failed) say(`failed ${name}: ${reason}`);
  if (diverged.length > 0) say(`diverged, without a model: ${some(diverged)}`);
  const skipped = measured.flatMap((one) => one.measured.skipped);
  for (const line of skippedLines(skipped)) say(line);
  for (const one of measured) for (const warning of one.measured.warnings) say(`warning: ${warning}`);
  tellUnresampled(resamples, Math.max(...measured.map((one) => one.measured.correlations.resamples)));
  if (json) printJson(document(swept, { plan, out }));
  else {
    for (const one of measured) {
      if (measured.length > 1) print(`${one.name}:`);
      const { groupSizes } = plan.measures.find(({ name }) => name === one.name)!.plan;
      printMeasured(one.measured, { noun: 'run', groupSizes });
    }
  }
  if (failed.length + diverged.length + skipped.length > 0) process.exitCode = exitCodes.someSkipped;
}

/** The first of many names. */
function some(names: readonly string[]): string {
  const more = names.length > 5 ? `, and ${names.length - 5} more` : '';
  return `${names.slice(0, 5).join(', ')}${more}`;
}

function document({ runs, diverged, failed, measured }: Swept, { plan, out }: PlannedSweep): object {
  return {
    study: plan.study.name,
    out,
    runs,
    diverged,
    failed,
    measured: measured.map(
      ({
        name,
        out: folder,
        measured: { checkpoints, correlations, review, skipped, warnings, report },
      }) => ({
        name,
        out: folder,
        checkpoints: checkpoints.length,
        models: correlations.models,
        leftOut: correlations.leftOut,
        resamples: correlations.resamples,
        skipped,
        warnings,
        correlations: correlations.rows,
        ...review,
        report,
      }),
    ),
  };
}
