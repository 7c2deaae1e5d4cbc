import * as z from 'zod';
import type { DatasetInfo } from '../../data/index.ts';
import { measurePlanSchema } from '../measurePlanSchema.ts';
import type { Setting } from '../recipe/index.ts';
import { measureName } from './readMeasures.ts';
import { recipePaths } from './recipePaths.ts';
import type { SweepMeasure, SweepPlan } from './sweepRequest.ts';
import type { Axis, AxisValue, Study } from './types.ts';

const SCHEMA = 'adaptive-sharpness/sweep/1';

/** A plan as sweep.json holds it: maps as lists of their entries. */
export interface StoredSweep {
  readonly schema: typeof SCHEMA;
  /** Of the package and of the engine: others may give other last digits. */
  readonly version: string;
  readonly engineBuild?: string | undefined;
  readonly plan: Omit<SweepPlan, 'study'> & {
    readonly study: Omit<Study, 'base' | 'measures'> & {
      readonly base: readonly (readonly [string, Setting])[];
    };
  };
}

const setting = z.strictObject({ value: z.unknown(), label: z.string() });

const axisValue: z.ZodType<AxisValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(axisValue)]),
);

const axis: z.ZodType<Axis> = z
  .strictObject({
    path: z.enum(recipePaths),
    name: z.string().regex(/^\w+$/),
    values: z.array(axisValue).min(1),
    labels: z.array(z.string()),
  })
  .refine(({ values, labels }) => values.length === labels.length, {
    error: 'as many labels as values are expected',
  });

const study: z.ZodType<StoredSweep['plan']['study']> = z.strictObject({
  name: z.string(),
  base: z.array(z.tuple([z.string(), setting])),
  axes: z.array(axis),
  seeds: z.array(z.int().min(0)).min(1),
  gap: z.enum(['loss', 'error']),
  minTrainAccuracy: z.number().min(0).max(1),
});

const measure: z.ZodType<SweepMeasure> = z.looseObject({
  name: z.string().regex(measureName),
  plan: measurePlanSchema,
  shuffleFolders: z.boolean().optional(),
  preset: z.string().optional(),
  color: z.string().optional(),
  convergence: z.boolean().optional(),
  resamples: z.int().min(0).optional(),
});

const size = z.int().min(1);
const input: z.ZodType<DatasetInfo> = z.strictObject({ shape: z.tuple([size, size, size]), classes: size });

/** What sweep.json may say: anybody may have changed it. */
export const storedSweepSchema: z.ZodType<StoredSweep> = z.strictObject({
  schema: z.literal(SCHEMA, { error: `${SCHEMA} is expected` }),
  version: z.string(),
  engineBuild: z.string().optional(),
  plan: z.object({
    study,
    measures: z.array(measure),
    inputs: z.record(z.string(), input),
    dataDirectory: z.string(),
    engine: z.enum(['native', 'wasm', 'cpu']),
  }),
});
