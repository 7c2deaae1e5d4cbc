import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import * as z from 'zod';
import { discoverRuns } from '../checkpoints/index.ts';
import { planDifference } from '../jobs/index.ts';
import { makeFolder } from '../makeFolder.ts';
import { schemaIssue } from '../models/spec/index.ts';
import { packageVersion } from '../packageVersion.ts';
import { replaceFile } from '../replaceFile.ts';
import { reason, UserError } from '../userError.ts';
import type { MeasureHooks } from './finishPieces.ts';
import { measurePlanSchema } from './measurePlanSchema.ts';
import type { MeasureRequest } from './measureRequest.ts';
import { measureTask } from './measureTask.ts';
import { unmeasuredTasks } from './unmeasuredTasks.ts';

/** Measuring jobs whose checkpoints are tasks that may be anywhere: `slurm/measure.json` of the output folder. */

const SCHEMA = 'adaptive-sharpness/measure-tasks/1';

/** Where, in an output folder, such a job is kept. */
export const submittedFolder = 'slurm';

interface SubmittedMeasure {
  readonly schema: typeof SCHEMA;
  readonly version: string;
  readonly request: MeasureRequest;
  /** Run folders, as absolute paths: task k measures the k-th. */
  readonly checkpoints: readonly string[];
}

/** What the file may say, which anybody may have changed; what more it says of the request is kept. */
const submittedSchema: z.ZodType<SubmittedMeasure> = z.object({
  schema: z.literal(SCHEMA, { error: `${SCHEMA} is expected` }),
  version: z.string(),
  request: z.looseObject({
    folders: z.array(z.string()),
    dataDirectory: z.string(),
    dataset: z.string().optional(),
    plan: measurePlanSchema,
    shuffleFolders: z.boolean().optional(),
    gap: z.enum(['loss', 'error']),
    minTrainAccuracy: z.number().min(0).max(1),
    out: z.string(),
    workers: z.int().min(1),
  }),
  checkpoints: z.array(z.string()),
});

function planPath(out: string): string {
  return join(out, submittedFolder, 'measure.json');
}

/** @throws UserError when there is none, or it was made by another version */
function readSubmitted(out: string): SubmittedMeasure {
  const path = planPath(out);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${reason(error)}); "measure run --on slurm" writes it`);
  }
  const result = submittedSchema.safeParse(content);
  if (!result.success) {
    throw new UserError(
      `${path}: is no plan of tasks (${schemaIssue(result.error)}); delete it to write it anew`,
    );
  }
  const { version } = result.data;
  if (version !== packageVersion()) {
    throw new UserError(
      `${path}: was planned by version ${version}, and this is ${packageVersion()}; use that one`,
    );
  }
  return result.data;
}

/** What decides the values. */
function identityOf({ request }: Pick<SubmittedMeasure, 'request'>): unknown {
  const { plan, dataset, shuffleFolders } = request;
  return JSON.parse(JSON.stringify({ plan, dataset, shuffleFolders }));
}

/** @throws UserError when the tasks have other options than are asked for now */
function checkOptions(before: SubmittedMeasure, request: MeasureRequest): void {
  const difference = planDifference(identityOf(before), identityOf({ request }));
  if (difference === '') return;
  throw new UserError(
    `${request.out}: holds tasks with other options (${difference}); choose another folder`,
  );
}

/**
 * Writes the plan of tasks, a checkpoint each, or adds the checkpoints that are new to the one that is there.
 *
 * @throws UserError when nothing can be measured, or the folder holds tasks with other options
 */
export function planTasks(request: MeasureRequest): void {
  const { out, folders, dataDirectory } = request;
  const found = discoverRuns(folders).runs.map(({ folder }) => resolve(folder));
  if (found.length === 0) throw new UserError(`${folders.join(', ')}: no checkpoint to measure`);
  const before = existsSync(planPath(out)) ? readSubmitted(out) : undefined;
  if (before !== undefined) checkOptions(before, request);
  const job: SubmittedMeasure = {
    schema: SCHEMA,
    version: packageVersion(),
    request: { ...request, dataDirectory: resolve(dataDirectory) },
    checkpoints: [...new Set([...(before?.checkpoints ?? []), ...found])],
  };
  makeFolder(join(out, submittedFolder));
  replaceFile(planPath(out), `${JSON.stringify(job, null, 2)}\n`);
}

/** How far the tasks of an output folder are: what is on the disk. */
export interface SubmittedStatus {
  readonly tasks: number;
  /** Tasks whose checkpoint is not measured as a whole, by them or by the command that collects. */
  readonly left: readonly number[];
}

/** @throws UserError when the folder has no tasks, or tasks with other options */
export async function submittedStatus(request: MeasureRequest): Promise<SubmittedStatus> {
  const { out } = request;
  const job = readSubmitted(out);
  checkOptions(job, request);
  const { checkpoints } = job;
  const unmeasured = await unmeasuredTasks(request, new Map(checkpoints.map((folder) => [folder, folder])));
  const left = [...checkpoints.keys()].filter((task) => unmeasured.has(checkpoints[task]!));
  return { tasks: checkpoints.length, left };
}

/**
 * Measures one checkpoint of a planned job, in a process that may be anywhere. Done again it does nothing.
 *
 * @throws UserError when the checkpoint cannot be measured
 */
export async function submittedTask(
  { out, index, workers }: { readonly out: string; readonly index: number; readonly workers: number },
  hooks: Pick<MeasureHooks, 'onNotice' | 'signal'>,
): Promise<void> {
  const { request, checkpoints } = readSubmitted(out);
  const folder = checkpoints[index];
  if (folder === undefined) throw new UserError(`${out}: has no task ${index}; it has ${checkpoints.length}`);
  const only = [basename(folder)] as const;
  const one = { ...request, folders: [dirname(folder)], only, out, workers };
  await measureTask(one, folder, { ...hooks, onProgress: () => undefined });
  hooks.onNotice(`${folder}: measured`);
}
