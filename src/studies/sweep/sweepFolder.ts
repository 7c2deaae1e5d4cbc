import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { installedNative } from '../../engine/native/cache.ts';
import { planDifference } from '../../jobs/index.ts';
import { makeFolder } from '../../makeFolder.ts';
import { schemaIssue } from '../../models/spec/index.ts';
import { packageVersion } from '../../packageVersion.ts';
import { replaceFile } from '../../replaceFile.ts';
import { reason, UserError } from '../../userError.ts';
import { type StoredSweep, storedSweepSchema } from './storedSweep.ts';
import type { SweepPlan } from './sweepRequest.ts';
import type { StudyMeasure } from './types.ts';

/** Where in a sweep's folder its parts are. */
export const sweepFiles = { plan: 'sweep.json', runs: 'runs', measures: 'measures', slurm: 'slurm' } as const;

/** The folder of a run. */
export function runFolderOf(out: string, name: string): string {
  return join(out, sweepFiles.runs, name);
}

/** The output folder of a measure. */
export function measureFolderOf(out: string, name: string): string {
  return join(out, sweepFiles.measures, name);
}

/**
 * What the runs of a sweep have in common. Values of axes and seeds may be added and taken away: a run's name says which
 * it has. Measures have journals of their own, and data may lie elsewhere.
 */
function identityOf({ version, engineBuild, plan }: StoredSweep): object {
  const { study, engine } = plan;
  const base = study.base.map(([path, { value }]) => [path, value] as const);
  return {
    version,
    engineBuild,
    engine,
    base: Object.fromEntries(base),
    axes: study.axes.map(({ path }) => path),
  };
}

function stored({ study, measures, inputs, dataDirectory, engine }: SweepPlan): StoredSweep {
  const { measures: _, base, ...more } = study;
  const native = engine === 'native' ? installedNative() : undefined;
  const sweep: StoredSweep = {
    schema: 'adaptive-sharpness/sweep/1',
    version: packageVersion(),
    engineBuild: native && basename(native),
    plan: {
      study: { ...more, base: [...base] },
      measures,
      inputs,
      dataDirectory: resolve(dataDirectory),
      engine,
    },
  };
  return JSON.parse(JSON.stringify(sweep)) as StoredSweep;
}

function readStored(out: string): StoredSweep {
  const path = join(out, sweepFiles.plan);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${reason(error)}); it is what "measure sweep" writes`);
  }
  const result = storedSweepSchema.safeParse(content);
  if (result.success) return result.data;
  throw new UserError(
    `${path}: is no plan of a sweep (${schemaIssue(result.error)}); delete it to write it anew`,
  );
}

/** How the runs are measured, by the measure's name: what decides the values. */
function measuresOf({ plan }: StoredSweep): ReadonlyMap<string, object> {
  return new Map(
    plan.measures.map(({ name, plan: how, shuffleFolders }) => [name, { ...how, shuffleFolders }]),
  );
}

/**
 * Sees that a plan goes with the one in a sweep's folder, if there is one.
 *
 * @throws UserError when the folder is another study's: its runs, or their measures, would be taken for this one's
 */
export function checkPlan(out: string, plan: SweepPlan): void {
  if (!existsSync(join(out, sweepFiles.plan))) return;
  const [before, now] = [readStored(out), stored(plan)];
  const difference = planDifference(identityOf(before), identityOf(now));
  if (difference !== '') {
    throw new UserError(`${out}: holds another study (${difference}); choose another folder`);
  }
  const earlier = measuresOf(before);
  for (const [name, how] of measuresOf(now)) {
    const begun = existsSync(measureFolderOf(out, name)) ? earlier.get(name) : undefined;
    const change = begun === undefined ? '' : planDifference(begun, how);
    if (change === '') continue;
    throw new UserError(
      `${measureFolderOf(out, name)}: was begun with other options (${change}): use them again, or give the measure ` +
        'another name',
    );
  }
}

/**
 * Writes the plan of a sweep into its folder, or sees that the one there goes with it.
 *
 * @throws UserError as `checkPlan`
 */
export function keepPlan(out: string, plan: SweepPlan): void {
  checkPlan(out, plan);
  makeFolder(join(out, sweepFiles.runs));
  replaceFile(join(out, sweepFiles.plan), `${JSON.stringify(stored(plan), null, 2)}\n`);
}

/**
 * The plan that a sweep's folder keeps.
 *
 * @throws UserError when there is none, or it was made by another version
 */
export function readPlan(out: string): SweepPlan {
  const { version, plan } = readStored(out);
  if (version !== packageVersion()) {
    throw new UserError(
      `${out}: was planned by version ${version}, and this is ${packageVersion()}; use that one`,
    );
  }
  const measures: readonly StudyMeasure[] = [];
  return { ...plan, study: { ...plan.study, base: new Map(plan.study.base), measures } };
}
