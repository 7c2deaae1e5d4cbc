import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import {
  isCompleteRun,
  nameAt,
  type OutputTables,
  readDivergence,
  readOutputTables,
  readPlan,
  runAt,
  runCount,
  type Study,
  sweepFiles,
  UserError,
} from '../../src/index.ts';
import { readOutcome } from '../trainings/outcome.ts';

/** How one run of a sweep ended. */
export interface RunEnd {
  readonly name: string;
  /** From 0: the same one for all seeds. */
  readonly configuration: number;
  readonly seed: number;
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>;
  /** Failed: its folder has no end, neither a model nor a divergence. */
  readonly end: 'trained' | 'diverged' | 'failed';
  /** Of its epochs; of a failed run unknown, and counted as 0. */
  readonly seconds: number;
}

/** What `manifest.json` of an output folder says of the measuring. */
const manifestSchema = z.object({
  versions: z.record(z.string(), z.string()),
  engine: z.object({
    name: z.string(),
    device: z.string(),
    versions: z.record(z.string(), z.string()),
  }),
  folders: z.array(z.string()),
  command: z.string().optional(),
  refined: z.object({ values: z.number(), belowNoise: z.number(), all: z.number() }),
  workers: z.number(),
  seconds: z.number(),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** One of a study's ways to measure, done. */
export interface MeasureOutput {
  readonly folder: string;
  readonly tables: OutputTables;
  readonly manifest: Manifest;
}

/** A sweep that came to its end. */
export interface FinishedSweep {
  readonly study: Study;
  readonly runs: readonly RunEnd[];
  /** In the order in which they were asked for. */
  readonly measures: readonly MeasureOutput[];
}

/**
 * Reads the folder of a sweep.
 *
 * @param measures the names of the study's measures that are needed
 * @throws UserError when it is no sweep's, or a measure is not there for every run that has a model
 */
export async function readSweep(folder: string, measures: readonly string[]): Promise<FinishedSweep> {
  const { study } = readPlan(folder);
  const runs = Array.from({ length: runCount(study) }, (_, index) => readEnd(study, folder, index));
  const outputs: MeasureOutput[] = [];
  for (const name of measures) {
    const output = await readMeasure(join(folder, sweepFiles.measures, name));
    requireAll(output, runs);
    outputs.push(output);
  }
  return { study, runs, measures: outputs };
}

function readEnd(study: Study, sweep: string, index: number): RunEnd {
  const name = nameAt(study, index);
  const folder = join(sweep, sweepFiles.runs, name);
  const shared = {
    name,
    configuration: Math.floor(index / study.seeds.length),
    seed: study.seeds[index % study.seeds.length]!,
    hyperparameters: runAt(study, index).hyperparameters,
  };
  const isDiverged = readDivergence(folder) !== undefined;
  if (!isDiverged && !isCompleteRun(folder)) return { ...shared, end: 'failed', seconds: 0 };
  return { ...shared, end: isDiverged ? 'diverged' : 'trained', seconds: readOutcome(folder).seconds };
}

async function readMeasure(folder: string): Promise<MeasureOutput> {
  return { folder, tables: await readOutputTables(folder), manifest: readManifest(folder) };
}

function readManifest(folder: string): Manifest {
  const path = join(folder, 'manifest.json');
  try {
    return manifestSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new UserError(`${path}: is no manifest of "measure run"; sweep again to measure what is missing`);
  }
}

/** A run whose training ended after the tables were written is in none of them. */
function requireAll({ folder, tables }: MeasureOutput, runs: readonly RunEnd[]): void {
  const measured = new Set(tables.checkpoints.map(({ checkpoint }) => checkpoint));
  const lacking = runs.find(({ name, end }) => end === 'trained' && !measured.has(name));
  if (lacking === undefined) return;
  throw new UserError(`${folder}: does not have ${lacking.name}; sweep again to measure what is missing`);
}
