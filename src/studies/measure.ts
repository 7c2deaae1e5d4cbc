import { join } from 'node:path';
import type { SkippedRun } from '../checkpoints/index.ts';
import type { CheckpointRow, Correlations, MeasurementRow } from '../correlation/index.ts';
import { firstOf, type Journal, openJournal } from '../jobs/index.ts';
import { makeFolder } from '../makeFolder.ts';
import { packMeasurements, type Rows, removeTable, writeReport, writeTables } from '../report/index.ts';
import { UserError } from '../userError.ts';
import { type Candidates, findCandidates } from './candidates.ts';
import { complexityRows } from './complexityRows.ts';
import { convergenceRows } from './convergence.ts';
import { correlateMeasured } from './correlateMeasured.ts';
import { curvedRows } from './curvedRows.ts';
import { finish, journalPlan, type MeasureHooks, piecesOfAll } from './finishPieces.ts';
import { type MeasuredRuns, writeManifest } from './manifest.ts';
import type { Candidate } from './measurePieces.ts';
import type { MeasureRequest } from './measureRequest.ts';
import {
  checkpointRow,
  engineDescription,
  isComplete,
  measurementRows,
  refinedValues,
} from './measureRows.ts';
import { journalFile, measuredElsewhere } from './measureTask.ts';
import { metricsWarning } from './metricsWarning.ts';
import { perturbationFolder, writePerturbationIndex } from './perturbationIndex.ts';
import type { ReviewTables } from './reviewTables.ts';
import { sampledPlan } from './sampledPlan.ts';

export interface Measured {
  readonly kind: 'done';
  readonly checkpoints: readonly CheckpointRow[];
  readonly measurements: Rows<MeasurementRow>;
  readonly correlations: Correlations;
  readonly review: ReviewTables;
  /** The measurements that fewer samples give, if they were asked for. */
  readonly convergence: Rows<MeasurementRow> | undefined;
  readonly skipped: readonly SkippedRun[];
  /** Checkpoints whose losses or accuracies are not what their metrics.json says, a line each. */
  readonly warnings: readonly string[];
  /** Of all values, those that float32's noise decided in some group, or would have but for better ones. */
  readonly refined: MeasuredRuns['refined'];
  /** Examples that fill no whole group and were dropped: the most of any checkpoint. */
  readonly droppedExamples: number;
  /** The path of the report's page. */
  readonly report: string;
}

export type MeasureOutcome =
  | Measured
  | { readonly kind: 'interrupted'; readonly done: number; readonly total: number };

/** What can be measured; makes the output folder. */
async function prepare(request: MeasureRequest): Promise<Candidates> {
  const found = await findCandidates(request);
  const { candidates, skipped } = found;
  if (candidates.length === 0) {
    const first = skipped[0] ? `; ${skipped.length} skipped, the first because ${skipped[0].reason}` : '';
    throw new UserError(`${request.folders.join(', ')}: no checkpoint to measure${first}`);
  }
  const { color } = request;
  if (
    color !== undefined &&
    !candidates.some(({ run }) => Object.hasOwn(run.config.hyperparameters ?? {}, color))
  ) {
    throw new UserError(`no checkpoint has a hyperparameter ${JSON.stringify(color)} to color by`);
  }
  makeFolder(request.out);
  return found;
}

/**
 * Measures every checkpoint below the folders, correlates the measures with the generalization gap, and
 * writes the output folder: tables, journal, manifest and report.
 *
 * A checkpoint that cannot be measured is skipped with a reason; the others still are. Started again with
 * the same plan and output folder, it goes on from the journal.
 *
 * @throws UserError when nothing can be measured, or the output folder belongs to another plan
 */
export async function measure(request: MeasureRequest, hooks: MeasureHooks): Promise<MeasureOutcome> {
  const found = await prepare(request);
  const plan = sampledPlan(request, found);
  const journal = openJournal(join(request.out, journalFile), journalPlan(plan));
  try {
    const all = { ...journal, ...firstOf(journal, measuredElsewhere(request.out, plan)) };
    return await measureInto(all, found, { ...request, plan }, hooks);
  } finally {
    journal.close();
  }
}

async function measureInto(
  journal: Journal,
  { candidates, skipped: unreadable }: Candidates,
  request: MeasureRequest,
  hooks: MeasureHooks,
): Promise<MeasureOutcome> {
  const started = new Date();
  const pieces = piecesOfAll(candidates, request.plan, join(request.out, perturbationFolder));
  const { results, failures, lost, done, total, resumed } = await finish(pieces, journal, request, hooks);
  if (hooks.signal?.aborted) return { kind: 'interrupted', done, total };

  const complete = candidates.filter((candidate) => isComplete(candidate, request.plan, results));
  const isMeasured = new Set(complete);
  const failed = candidates
    .filter((candidate) => !isMeasured.has(candidate))
    .map(({ run, fingerprint }) => ({
      folder: run.folder,
      reason: failures.get(fingerprint) ?? 'not finished',
    }));
  if (complete.length === 0) throw new UserError(`no checkpoint could be measured: ${failed[0]!.reason}`);
  const skipped = [...unreadable, ...failed];

  const checkpoints = complete.map((candidate) => checkpointRow(candidate, results));
  const { convergence: withConvergence, plan } = request;
  const rowsOf = plan.curve ? curvedRows : measurementRows;
  const measurements = packMeasurements(
    eachRow(complete, (candidate) => [
      ...rowsOf(candidate, plan, results),
      ...complexityRows(candidate, plan, results),
    ]),
  );
  const convergence = withConvergence
    ? packMeasurements(eachRow(complete, (candidate) => convergenceRows(candidate, plan, results)))
    : undefined;
  const warnings = complete.flatMap((candidate, k) => metricsWarning(candidate, checkpoints[k]!) ?? []);
  const refined = refinedValues(measurements);
  const { out, color } = request;
  const testCount = testCountOf(complete);
  const { correlations, ...review } = correlateMeasured(request, { checkpoints, measurements, testCount });
  const tables = { checkpoints, measurements, correlations: correlations.rows, convergence, ...review };
  await writeTables(out, tables);
  for (const name of ['convergence', 'robustness', 'comparisons'] as const) {
    if (!tables[name]) await removeTable(out, name);
  }
  if (request.plan.savePerturbations) writePerturbationIndex(out, complete, request.plan, results);
  const manifest = writeManifest(request, {
    started,
    measured: complete,
    samples: samplesOf(complete),
    pieces: { total, earlier: resumed },
    engine: engineDescription(complete[0]!, results),
    refined,
    skipped,
    lostWorkers: lost,
    testCount,
    resamples: correlations.resamples,
  });
  const report = await writeReport(out, { ...tables, manifest, color });
  const droppedExamples = complete
    .flatMap(({ sizes }) => sizes)
    .reduce((most, { dropped }) => Math.max(most, dropped), 0);
  return {
    kind: 'done',
    checkpoints,
    measurements,
    correlations,
    review,
    convergence,
    skipped,
    warnings,
    refined,
    droppedExamples,
    report,
  };
}

/** How many training examples a checkpoint was measured on: the fewest and the most. */
function samplesOf(complete: readonly Candidate[]): readonly [number, number] {
  const all = complete.flatMap(({ sizes }) => sizes.map(({ m, groups }) => m * groups));
  return [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
}

/** How many examples every checkpoint was tested on; undefined where they differ. */
function testCountOf(complete: readonly Candidate[]): number | undefined {
  const [count, ...others] = new Set(complete.map(({ testCount }) => testCount));
  return others.length === 0 ? count : undefined;
}

/** The rows of all checkpoints, one checkpoint at a time. */
function* eachRow<Row>(
  complete: readonly Candidate[],
  rowsOf: (candidate: Candidate) => readonly Row[],
): Generator<Row> {
  for (const candidate of complete) yield* rowsOf(candidate);
}
