import { copyFileSync, existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Checkpoint,
  checkNumbers,
  isCompleteRun,
  type Rescaled,
  type RescalingOptions,
  type RunFolder,
  readCheckpoint,
  readRunFolder,
  rescaleFilters,
  rescaleNodes,
  writeSafetensors,
} from '../checkpoints/index.ts';
import { idxFileNames } from '../data/datasets.ts';
import { fileInside } from '../data/files.ts';
import { makeFolder } from '../makeFolder.ts';
import type { AuditKind } from '../report/audit/index.ts';
import { reason, UserError } from '../userError.ts';

/** A network that is compared with the one that is audited. */
export interface Counterpart {
  readonly kind: AuditKind;
  readonly run: RunFolder;
  /** How it was rescaled; undefined where it was given. */
  readonly rescaled?: Pick<Rescaled, 'layers' | 'factors' | 'raised'>;
}

/** A rescaled network that a run folder will hold. */
export interface RescaledRun {
  readonly kind: 'nodes' | 'filters';
  /** The name of the run folder, and where it is. */
  readonly name: string;
  readonly folder: string;
  /** The checkpoint that it was made from. */
  readonly original: Checkpoint;
  readonly rescaled: Rescaled;
}

/**
 * Rescales a checkpoint in the ways that its architecture allows, each for a run folder below `out`:
 * `rescaled-nodes` and `rescaled-filters`. Nothing is written yet.
 *
 * @throws UserError when the architecture allows none, or a folder holds a run that no audit made
 */
export function rescaledRuns(run: RunFolder, out: string, options: RescalingOptions): RescaledRun[] {
  const original = readCheckpoint(run);
  checkNumbers(original);
  const ways = [
    { kind: 'nodes', rescaled: rescaleNodes(original, options) },
    { kind: 'filters', rescaled: rescaleFilters(original, options) },
  ] as const;
  const runs = ways.flatMap(({ kind, rescaled }): RescaledRun[] => {
    if (rescaled === undefined) return [];
    const name = `rescaled-${kind}`;
    const folder = join(out, name);
    requireOurs(folder, run.folder);
    return [{ kind, name, folder, original, rescaled }];
  });
  if (runs.length > 0) return runs;
  throw new UserError(`${run.folder}: has no hidden layer, so that nothing can be rescaled`);
}

/**
 * Writes a rescaled network with the config.json and the labels of the folder that it was made from.
 *
 * @throws UserError when the folder cannot be written
 */
export function writeRescaledRun({ kind, name, folder, original, rescaled }: RescaledRun): Counterpart {
  const { parameters, buffers, layers, factors, raised } = rescaled;
  makeFolder(folder);
  try {
    copyFileSync(join(original.folder, 'config.json'), join(folder, 'config.json'));
    copyLabels(original.folder, folder);
    writeSafetensors(join(folder, 'model.safetensors'), new Map([...parameters, ...buffers]));
  } catch (error) {
    throw new UserError(`${folder}: cannot be written (${reason(error)})`, { cause: error });
  }
  return { kind, run: readRunFolder(folder, name), rescaled: { layers, factors, raised } };
}

/** The labels that a run folder brings, and none that an earlier run of that name brought. */
function copyLabels(source: string, folder: string): void {
  const { labels } = idxFileNames.train;
  for (const name of [labels, `${labels}.gz`]) {
    rmSync(join(folder, name), { force: true });
    const own = fileInside(source, name);
    if (own !== null) copyFileSync(own, join(folder, name));
  }
}

/** Nothing but what an earlier audit wrote is replaced. */
function requireOurs(folder: string, source: string): void {
  if (!existsSync(folder)) return;
  const taken = realpathSync(folder) === realpathSync(source) || isCompleteRun(folder);
  if (taken) throw new UserError(`${folder}: holds a run that is none of this audit's; name another --out`);
}
