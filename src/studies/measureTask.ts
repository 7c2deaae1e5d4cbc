import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal, readJournal } from '../jobs/index.ts';
import { UserError } from '../userError.ts';
import { findCandidates } from './candidates.ts';
import { finish, journalPlan, type MeasureHooks, uniquePieces } from './finishPieces.ts';
import { piecesOf } from './measurePieces.ts';
import type { MeasurePlan } from './measurePlan.ts';
import type { MeasureRequest } from './measureRequest.ts';
import { isComplete } from './measureRows.ts';
import { perturbationFolder } from './perturbationIndex.ts';
import { sampledPlan } from './sampledPlan.ts';

/** Where an output folder keeps the journals of tasks that measured a checkpoint each. */
const PARTS = 'journal';

function partPath(out: string, task: number): string {
  return join(out, PARTS, `${task}.jsonl`);
}

/** Has the task measured all of its checkpoint? */
export function isMeasuredElsewhere(out: string, task: number): boolean {
  return existsSync(partPath(out, task));
}

/**
 * What tasks elsewhere have measured for an output folder.
 *
 * @throws UserError when one of them had other options, or its journal is damaged
 */
export function measuredElsewhere(out: string, plan: MeasurePlan): Map<string, unknown> {
  const folder = join(out, PARTS);
  if (!existsSync(folder)) return new Map();
  const journals = readdirSync(folder).filter((name) => /^\d+\.jsonl$/.test(name));
  const expected = journalPlan(plan);
  return new Map(journals.flatMap((name) => [...readJournal(join(folder, name), expected)]));
}

/**
 * Measures one checkpoint of a larger job into a journal of its own, which `measure` finds: many such tasks may run at
 * once. Until all is measured the journal has another name. Done again it does nothing.
 *
 * @param task its number, which names the journal
 * @throws UserError when the checkpoint cannot be measured
 */
export async function measureTask(
  request: MeasureRequest & { readonly only: readonly [string] },
  task: number,
  hooks: MeasureHooks,
): Promise<void> {
  const { out } = request;
  const path = partPath(out, task);
  if (existsSync(path)) return;
  const found = await findCandidates(request);
  const [candidate] = found.candidates;
  if (candidate === undefined) throw new UserError(found.skipped[0]!.reason);
  const plan = sampledPlan(request, found);
  const begun = `${path}.partial`;
  const journal = openJournal(begun, journalPlan(plan));
  try {
    const pieces = uniquePieces(piecesOf(candidate, plan, join(out, perturbationFolder)));
    const { results, failures } = await finish(pieces, journal, request, hooks);
    if (hooks.signal?.aborted) return;
    if (!isComplete(candidate, plan, results)) {
      throw new UserError(failures.get(candidate.fingerprint) ?? `${candidate.run.folder}: was not measured`);
    }
    renameSync(begun, path);
  } finally {
    journal.close();
  }
}
