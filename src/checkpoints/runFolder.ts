import { join } from 'node:path';
import * as z from 'zod';
import { fileInside, readSmallFile } from '../data/files.ts';
import { type HostTensor, type ModelSpec, modelSpec, quoted } from '../models/spec/index.ts';
import { UserError } from '../userError.ts';
import { parseRunConfig } from './runConfig.ts';
import { readSafetensors, readTensorEntries } from './safetensors.ts';
import type { TensorEntry } from './safetensorsHeader.ts';
import type { Checkpoint, Divergence, RunConfig, RunFolder, StoredMetrics, TrainedMetrics } from './types.ts';
import { isUnfinishedRun } from './unfinishedRun.ts';

/** The files of a run folder. */
export const runFiles = {
  config: 'config.json',
  model: 'model.safetensors',
  metrics: 'metrics.json',
  history: 'history.csv',
  diverged: 'diverged.json',
  trainLabels: 'train-labels-idx1-ubyte',
} as const;

const maxConfigBytes = 2 ** 20;

const utf8 = new TextDecoder();

/**
 * Reads a run folder's config.json and sees that its model.safetensors is there. Tensors are not read.
 *
 * @param checkpoint the name that the tables give it
 * @throws UserError when the run is unfinished, a file is missing or leads out of the folder, or config.json is not valid
 */
export function readRunFolder(folder: string, checkpoint: string): RunFolder {
  if (isUnfinishedRun(folder)) {
    throw new UserError(
      `${folder}: its training is not finished; "measure train" with --resume goes on with it`,
    );
  }
  const config = readRunConfig(folder);
  const divergence = readDivergence(folder);
  if (divergence) throw new UserError(`${folder}: has no model, ${divergence.reason}`);
  requiredFile(folder, runFiles.model);
  return { folder, checkpoint, config, spec: specOf(config.model, join(folder, runFiles.config)) };
}

/**
 * Reads the tensors of a run: every parameter and buffer of its specification must be there with its shape,
 * and nothing else but `num_batches_tracked`.
 *
 * @throws UserError that names the tensors that are missing, unknown or of another shape
 */
export function readCheckpoint(run: RunFolder): Checkpoint {
  const path = requiredFile(run.folder, runFiles.model);
  const tensors = readSafetensors(path, (entries) => checkEntries(run.spec, entries, path));
  const pick = (specs: readonly { readonly name: string }[]): Map<string, HostTensor> =>
    new Map(specs.map(({ name }) => [name, tensors.get(name)!]));
  return { ...run, parameters: pick(run.spec.parameters), buffers: pick(run.spec.buffers) };
}

/**
 * Sees that the model of a run is whole, as far as names, shapes and sizes tell. No tensors are read.
 *
 * @throws UserError as `readCheckpoint`
 */
export function checkCheckpoint({ folder, spec }: RunFolder): void {
  const path = requiredFile(folder, runFiles.model);
  checkEntries(spec, readTensorEntries(path), path);
}

function checkEntries(spec: ModelSpec, entries: readonly TensorEntry[], path: string): void {
  checkTensors(spec, new Map(entries.map(({ name, shape }) => [name, { shape }])), path);
}

/**
 * Compares the tensors of a file with a specification.
 *
 * @param path names the file in errors
 */
export function checkTensors(
  spec: ModelSpec,
  tensors: ReadonlyMap<string, Pick<HostTensor, 'shape'>>,
  path: string,
): void {
  const expected = new Map([...spec.parameters, ...spec.buffers].map(({ name, shape }) => [name, shape]));
  const { architecture } = spec.options;
  const missing = [...expected.keys()].filter((name) => !tensors.has(name));
  if (missing.length > 0)
    throw new UserError(`${path}: lacks ${list(missing)}, which the ${architecture} has`);
  const unknown = [...tensors.keys()].filter((name) => !expected.has(name));
  if (unknown.length > 0) {
    throw new UserError(`${path}: has ${list(unknown)}, which the ${architecture} of config.json has not`);
  }
  for (const [name, shape] of expected) {
    const found = tensors.get(name)!.shape;
    if (found.length !== shape.length || found.some((size, i) => size !== shape[i])) {
      const shapes = `shape [${found.slice(0, 8)}]; config.json makes it [${shape}]`;
      throw new UserError(`${path}: tensor ${quoted(name)} has ${shapes}`);
    }
  }
}

function requiredFile(folder: string, name: string): string {
  const path = fileInside(folder, name);
  if (path !== null) return path;
  throw new UserError(
    `${join(folder, name)}: no such file; a run has ${runFiles.config} and ${runFiles.model}`,
  );
}

/** The specifications of a study's runs are few, and large: runs with the same options share one. */
const specs = new Map<string, ModelSpec>();
const mostSpecs = 1000;

function specOf(options: ModelSpec['options'], path: string): ModelSpec {
  const key = JSON.stringify(options);
  const known = specs.get(key);
  if (known !== undefined) return known;
  try {
    const spec = modelSpec(options);
    if (specs.size === mostSpecs) specs.clear();
    specs.set(key, spec);
    return spec;
  } catch (error) {
    throw error instanceof UserError ? new UserError(`${path}: ${error.message}`) : error;
  }
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 3).map(quoted).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

/**
 * What config.json of a run folder says.
 *
 * @throws UserError when it is missing or not valid
 */
export function readRunConfig(folder: string): RunConfig {
  const path = requiredFile(folder, runFiles.config);
  return parseRunConfig(utf8.decode(readSmallFile(path, maxConfigBytes)), path);
}

const metricsSchema: z.ZodType<StoredMetrics> = z.object({
  trainLoss: z.number().nullable(),
  testLoss: z.number().nullable(),
  trainAccuracy: z.number().nullable(),
  testAccuracy: z.number().nullable(),
});

/** What metrics.json of a run folder says; undefined where there is none, or it is something else's. */
export function readMetrics(folder: string): StoredMetrics | undefined {
  return readSmallJson(folder, runFiles.metrics, metricsSchema);
}

/** A loss that was not finite is null in JSON. */
const storedLoss = z
  .number()
  .nullable()
  .transform((loss) => loss ?? Number.POSITIVE_INFINITY);

const trainedMetricsSchema = z.object({
  trainLoss: storedLoss,
  testLoss: storedLoss,
  trainAccuracy: z.number(),
  testAccuracy: z.number(),
  bestTestAccuracy: z.number(),
  bestEpoch: z.number(),
  testTopFive: z.number().nullable(),
  bestTestTopFive: z.number().nullable(),
});

/**
 * What metrics.json says of a run that was trained here.
 *
 * @throws UserError when it is missing, or something else's
 */
export function readTrainedMetrics(folder: string): TrainedMetrics {
  const metrics = readSmallJson(folder, runFiles.metrics, trainedMetricsSchema);
  if (metrics) return metrics;
  throw new UserError(
    `${join(folder, runFiles.metrics)}: no metrics of \`measure train\`; delete ${folder} to train the run anew`,
  );
}

const divergenceSchema: z.ZodType<Divergence> = z.object({
  reason: z.string().max(1000),
  epoch: z.int().min(1),
  step: z.int().min(1).nullable(),
});

/**
 * What diverged.json of a run folder says; undefined where there is none.
 *
 * @throws UserError when it is damaged
 */
export function readDivergence(folder: string): Divergence | undefined {
  const divergence = readSmallJson(folder, runFiles.diverged, divergenceSchema);
  if (divergence === undefined && fileInside(folder, runFiles.diverged) !== null) {
    throw new UserError(
      `${join(folder, runFiles.diverged)}: is damaged; delete ${folder} to train the run anew`,
    );
  }
  return divergence;
}

function readSmallJson<T>(folder: string, name: string, schema: z.ZodType<T>): T | undefined {
  const path = fileInside(folder, name);
  if (path === null) return undefined;
  try {
    const text = utf8.decode(readSmallFile(path, maxConfigBytes));
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
