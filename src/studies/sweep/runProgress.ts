import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type RunState, runState } from '../../checkpoints/index.ts';
import { runFiles } from '../../checkpoints/runFolder.ts';
import { UserError } from '../../userError.ts';
import { nameAt, runCount } from './grid.ts';
import { runFolderOf } from './sweepFolder.ts';
import type { Study } from './types.ts';

/** What there is of a run: the disk decides, whatever a scheduler says. */
export type RunProgress = 'done' | 'diverged' | 'unfinished' | 'missing';

/** How far the run in a folder is. */
export function runProgress(folder: string): RunProgress {
  const state = stateOf(folder);
  if (state !== 'complete') return state === 'unfinished' ? 'unfinished' : 'missing';
  if (existsSync(join(folder, runFiles.diverged))) return 'diverged';
  return [runFiles.metrics, runFiles.model].every((file) => existsSync(join(folder, file)))
    ? 'done'
    : 'missing';
}

/** Where it cannot be told there is none: what is wrong there is said by who trains it. */
function stateOf(folder: string): RunState {
  try {
    return runState(folder);
  } catch (error) {
    if (error instanceof UserError) return 'nothing';
    throw error;
  }
}

/** Runs of a study by what there is of them: their indices. */
export type StudyProgress = Readonly<Record<RunProgress, readonly number[]>>;

/** How far every run of a study is. */
export function studyProgress(study: Study, out: string): StudyProgress {
  const progress: Record<RunProgress, number[]> = { done: [], diverged: [], unfinished: [], missing: [] };
  const count = runCount(study);
  for (let index = 0; index < count; index++) {
    progress[runProgress(runFolderOf(out, nameAt(study, index)))].push(index);
  }
  return progress;
}
