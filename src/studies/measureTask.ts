import { createHash } from 'node:crypto';
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal, type Results, readJournals } from '../jobs/index.ts';
import { whenFree } from '../jobs/whenFree.ts';
import { UserError } from '../userError.ts';
import { whileWriting } from '../whileWriting.ts';
import { findCandidates } from './candidates.ts';
import { finish, journalPlan, type MeasureHooks, uniquePieces } from './finishPieces.ts';
import { piecesOf } from './measurePieces.ts';
import type { MeasurePlan } from './measurePlan.ts';
import type { MeasureRequest } from './measureRequest.ts';
import { isComplete } from './measureRows.ts';
import { perturbationFolder } from './perturbationIndex.ts';
import { sampledPlan } from './sampledPlan.ts';

/** The journal of the command that measures all, or collects, in its output folder. */
export const journalFile = 'journal.jsonl';

/** Where an output folder keeps the journals of tasks that measured a checkpoint each. */
const PARTS = 'journal';

/** Names of tasks are as long as those of run folders; a journal has others beside it with longer names. */
function partPath(out: string, task: string): string {
  const name = createHash('sha256').update(task).digest('hex').slice(0, 32);
  return join(out, PARTS, `${name}.jsonl`);
}

/** Has the task measured all of its checkpoint? */
export function isMeasuredElsewhere(out: string, task: string): boolean {
  return existsSync(partPath(out, task));
}

/**
 * What tasks elsewhere have measured for an output folder.
 *
 * @throws UserError when one of them had other options, or its journal is damaged
 */
export function measuredElsewhere(out: string, plan: MeasurePlan): Results {
  const folder = join(out, PARTS);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const journals = names.filter((name) => name.endsWith('.jsonl')).map((name) => join(folder, name));
  return readJournals(journals, journalPlan(plan));
}

/**
 * Measures one checkpoint of a larger job into a journal of its own, which `measure` finds: many such tasks may run at
 * once. Until all is measured the journal has another name. Where another process does the same, this one waits for it.
 * Done again it does nothing.
 *
 * @param task what no other checkpoint of the job is called; numbers change when a study grows
 * @throws UserError when the checkpoint cannot be measured
 */
export async function measureTask(
  request: MeasureRequest & { readonly only: readonly [string] },
  task: string,
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
  const isEnough = (): boolean => existsSync(path) || hooks.signal?.aborted === true;
  const journal = await whenFree(() => openJournal(begun, journalPlan(plan)), isEnough);
  if (journal === undefined) return;
  try {
    const pieces = uniquePieces(piecesOf(candidate, plan, join(out, perturbationFolder)));
    const { results, failures } = await finish(pieces, journal, request, hooks);
    if (hooks.signal?.aborted) return;
    if (!isComplete(candidate, plan, results)) {
      throw new UserError(failures.get(candidate.fingerprint) ?? `${candidate.run.folder}: was not measured`);
    }
    whileWriting(path, () => renameSync(begun, path));
  } finally {
    journal.close();
  }
}
