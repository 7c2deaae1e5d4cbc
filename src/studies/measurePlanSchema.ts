import * as z from 'zod';
import { complexityFamilies } from '../complexity/weights/catalogue.ts';
import type { Ascent, Region, SharpnessPlan } from '../sharpness/types.ts';
import type { MeasurePlan } from './measurePlan.ts';

/** A plan as a JSON file of ours holds it, which anybody may have changed; what more it says is kept. */

const from1 = z.int().min(1);
const notNegative = z.number().min(0);
const positive = z.number().gt(0);

const region: z.ZodType<Region> = z.looseObject({
  p: z.union([z.number().gt(1), z.literal('inf')]),
  normalization: z.enum(['none', 'element', 'filter']),
  bias: z.enum(['constant', 'normalized', 'frozen']),
  eta: notNegative,
  layer: z.string().nullable(),
  radii: z.array(positive).min(1),
});

const ascent: z.ZodType<Ascent> = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('one-step') }),
  z.looseObject({
    kind: z.literal('pgd'),
    steps: from1,
    restarts: from1,
    stepSize: positive,
    momentum: z.number().min(0).lt(1),
  }),
  z.looseObject({ kind: z.enum(['apgd', 'epfl-apgd']), steps: from1, restarts: from1 }),
  z.looseObject({
    kind: z.enum(['average-gaussian', 'average-uniform']),
    draws: from1,
    sigma: z.enum(['rho', 'rho/sqrt(k)']),
  }),
]);

const sharpness: z.ZodType<SharpnessPlan> = z.looseObject({
  regions: z.array(region).min(1),
  ascent,
  loss: z.enum(['cross-entropy', 'normalized-logits', 'margin']),
  batchNorm: z.enum(['evaluation', 'batch']),
  perturb: z.array(z.string()).min(1),
  precision: z.enum(['float32', 'float64']),
});

export const measurePlanSchema: z.ZodType<MeasurePlan> = z.looseObject({
  sharpness,
  layerwise: z.boolean(),
  groupSizes: z.array(from1).min(1),
  samples: z.union([from1, z.literal('all')]),
  sampling: z.enum(['first', 'shuffled']),
  augmentation: z.enum(['none', 'crop', 'crop-flip']),
  seed: z.int().min(0),
  engine: z.enum(['native', 'wasm', 'cpu']),
  savePerturbations: z.boolean(),
  curve: z.boolean(),
  complexity: z.array(z.enum(complexityFamilies)).optional(),
});
