import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, join, relative, resolve, sep } from 'node:path';
import { reason, UserError } from '../userError.ts';
import { readRunFolder, runFiles } from './runFolder.ts';
import { snapshotFolder } from './snapshots.ts';
import type { RunFolder, SkippedRun } from './types.ts';
import { unfinishedFolder } from './unfinishedRun.ts';

/** What was found below the folders that were searched, each list in the order of the search. */
export interface Discovery {
  readonly runs: readonly RunFolder[];
  readonly skipped: readonly SkippedRun[];
}

/**
 * Finds the run folders at and below some folders, in sorted order. A candidate is a folder with a
 * config.json or a model.safetensors; one that is not valid is skipped, with the reason. Not searched are the
 * `snapshots` of a run, also of one that is being trained, folders whose name starts with a dot (such as a run that is being written), and symbolic
 * links; a link out of the folder is reported as skipped.
 *
 * A checkpoint is named by its path below the folder that was searched, `/` between parts; with several
 * folders the folder's own name comes first. A run that several folders lead to is found once.
 *
 * @throws UserError when a folder to search is not there
 */
export function discoverRuns(folders: readonly string[]): Discovery {
  const seen = new Set<string>();
  const runs: RunFolder[] = [];
  const skipped: SkippedRun[] = [];
  for (const root of folders) {
    checkIsFolder(root);
    for (const finding of search(root)) {
      const key = finding.kind === 'candidate' ? finding.real : resolve(finding.folder);
      if (seen.has(key)) continue;
      seen.add(key);
      const outcome = finding.kind === 'candidate' ? look(finding.folder, root, folders) : finding;
      if ('reason' in outcome) skipped.push({ folder: outcome.folder, reason: outcome.reason });
      else runs.push(outcome);
    }
  }
  return { runs, skipped };
}

type Finding =
  | { readonly kind: 'candidate'; readonly folder: string; readonly real: string }
  | ({ readonly kind: 'skipped' } & SkippedRun);

function* search(root: string): Generator<Finding> {
  // A stack, not recursion: how deep it goes is the disk's choice. Pushed in reverse, folders come out sorted.
  // No link is followed, so that where a folder really is follows from where the root is.
  const pending = [{ folder: root, real: realPath(root) }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { folder, real } = next;
    const entries = entriesOf(folder);
    if ('reason' in entries) {
      yield { kind: 'skipped', ...entries };
      continue;
    }
    const isCandidate = entries.some(({ name }) => name === runFiles.config || name === runFiles.model);
    if (isCandidate) yield { kind: 'candidate', folder, real };
    const isRun = isCandidate || entries.some(({ name }) => name === unfinishedFolder);
    const below: typeof pending = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.name.startsWith('.') || (isRun && entry.name === snapshotFolder)) continue;
      if (entry.isDirectory()) below.push({ folder: path, real: join(real, entry.name) });
      else if (entry.isSymbolicLink() && isFolderOutside(path, root)) {
        const why = `${path}: a link out of ${root}, which is not followed; name its target to search it`;
        yield { kind: 'skipped', folder: path, reason: why };
      }
    }
    pending.push(...below.reverse());
  }
}

function entriesOf(folder: string): Dirent[] | SkippedRun {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => compare(a.name, b.name));
  } catch (error) {
    return { folder, reason: `${folder}: cannot be searched (${reason(error)})` };
  }
}

function look(folder: string, root: string, folders: readonly string[]): RunFolder | SkippedRun {
  try {
    return readRunFolder(folder, checkpointName(folder, root, folders));
  } catch (error) {
    if (error instanceof UserError) return { folder, reason: error.message };
    throw error;
  }
}

function checkpointName(folder: string, root: string, folders: readonly string[]): string {
  const below = relative(root, folder).split(sep).join('/');
  const own = basename(resolve(root));
  if (folders.length === 1) return below === '' ? own : below;
  const namesakes = folders.filter(
    (other) => basename(resolve(other)) === own && resolve(other) !== resolve(root),
  );
  const prefix = namesakes.length > 0 ? resolve(root).split(sep).join('/') : own;
  return below === '' ? prefix : `${prefix}/${below}`;
}

function checkIsFolder(path: string): void {
  let stats: Stats | undefined;
  try {
    stats = statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UserError(`${path}: cannot be searched (${reason(error)})`, { cause: error });
  }
  if (stats === undefined) throw new UserError(`${path}: no such folder; name a folder of checkpoints`);
  if (!stats.isDirectory()) throw new UserError(`${path}: not a folder; name the folder that holds it`);
}

function isFolderOutside(link: string, root: string): boolean {
  try {
    const inside = realPath(root);
    const target = realpathSync(link);
    return statSync(target).isDirectory() && target !== inside && !target.startsWith(join(inside, sep));
  } catch {
    return false;
  }
}

function realPath(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
