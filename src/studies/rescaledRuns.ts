import { copyFileSync, existsSync, realpathSync } from 'node:fs';
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

/**
 * Rescales a checkpoint in the ways that its architecture allows, each into a run folder below `out`:
 * `rescaled-nodes` and `rescaled-filters`.
 *
 * @throws UserError when the architecture allows none, or a folder cannot be written
 */
export function writeRescaledRuns(run: RunFolder, out: string, options: RescalingOptions): Counterpart[] {
  const checkpoint = readCheckpoint(run);
  checkNumbers(checkpoint);
  const ways = [
    { kind: 'nodes', rescaled: rescaleNodes(checkpoint, options) },
    { kind: 'filters', rescaled: rescaleFilters(checkpoint, options) },
  ] as const;
  const counterparts = ways.flatMap(({ kind, rescaled }): Counterpart[] => {
    if (rescaled === undefined) return [];
    const name = `rescaled-${kind}`;
    const folder = join(out, name);
    writeRun(folder, { ...checkpoint, ...rescaled });
    const { layers, factors, raised } = rescaled;
    return [{ kind, run: readRunFolder(folder, name), rescaled: { layers, factors, raised } }];
  });
  if (counterparts.length > 0) return counterparts;
  throw new UserError(`${run.folder}: has no hidden layer, so that nothing can be rescaled`);
}

/** Writes a checkpoint with the config.json and the labels of the folder that it was read from. */
function writeRun(folder: string, { folder: source, parameters, buffers }: Checkpoint): void {
  requireOurs(folder, source);
  makeFolder(folder);
  try {
    copyFileSync(join(source, 'config.json'), join(folder, 'config.json'));
    const { labels } = idxFileNames.train;
    for (const name of [labels, `${labels}.gz`]) {
      const own = fileInside(source, name);
      if (own !== null) copyFileSync(own, join(folder, name));
    }
    writeSafetensors(join(folder, 'model.safetensors'), new Map([...parameters, ...buffers]));
  } catch (error) {
    throw new UserError(`${folder}: cannot be written (${reason(error)})`);
  }
}

/** Nothing but what an earlier audit wrote is replaced. */
function requireOurs(folder: string, source: string): void {
  if (!existsSync(folder)) return;
  const taken = realpathSync(folder) === realpathSync(source) || isCompleteRun(folder);
  if (taken) throw new UserError(`${folder}: holds a run that is none of this audit's; name another --out`);
}
