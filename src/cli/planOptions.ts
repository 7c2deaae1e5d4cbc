import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { ComplexityFamily } from '../complexity/weights/catalogue.ts';
import type { Precision } from '../engine/description.ts';
import type {
  Ascent,
  BatchNormMode,
  BiasPolicy,
  LossName,
  Normalization,
  NormOrder,
  Region,
  SharpnessPlan,
} from '../sharpness/types.ts';
import type { MeasurePlan } from '../studies/index.ts';

/** `--rho`: the radii of every region, or those that the paper chose for each. */
export type Radii = readonly number[] | 'chosen';

/** What the command line says of a plan; `--engine` is resolved. */
export interface PlanOptions {
  readonly samples: number | 'all';
  /** Default: in file order, but for class folders. */
  readonly sampling?: 'first' | 'shuffled' | undefined;
  readonly m: readonly number[];
  readonly p: readonly NormOrder[];
  readonly normalization: readonly Normalization[];
  readonly rho: Radii;
  readonly eta: number;
  readonly bias: BiasPolicy;
  readonly ascent: Ascent['kind'];
  readonly steps: number;
  readonly restarts: number;
  readonly stepSize?: number | undefined;
  readonly momentum: number;
  readonly draws: number;
  readonly sigma: 'rho' | 'rho/sqrt(k)';
  readonly loss: LossName;
  readonly bn: BatchNormMode;
  readonly perturb: readonly string[];
  readonly layers?: boolean | undefined;
  readonly augmentation: MeasurePlan['augmentation'];
  readonly precision: Precision;
  readonly seed: number;
  readonly savePerturbations?: boolean | undefined;
  readonly curve?: boolean | undefined;
  readonly complexity?: readonly ComplexityFamily[] | undefined;
}

function ascentOf(options: PlanOptions): Ascent {
  const { ascent: kind, steps, restarts, momentum, draws, sigma } = options;
  switch (kind) {
    case 'one-step':
      return { kind };
    case 'pgd':
      return { kind, steps, restarts, stepSize: options.stepSize ?? 2.5 / steps, momentum };
    case 'apgd':
    case 'epfl-apgd':
      return { kind, steps, restarts };
    case 'average-gaussian':
    case 'average-uniform':
      return { kind, draws, sigma };
  }
}

/** The norm orders that an ascent is measured with. */
function normOrders({ ascent, p }: PlanOptions): readonly NormOrder[] {
  switch (ascent) {
    case 'one-step':
      return p;
    case 'average-gaussian':
      return [2];
    case 'average-uniform':
      return ['inf'];
    default: {
      const other = p.find((order) => order !== 2 && order !== 'inf');
      if (other === undefined) return p;
      throw new InvalidArgumentError(
        `--ascent ${ascent} knows p = 2 and inf, not ${other}; one-step knows any`,
      );
    }
  }
}

/** The radii that the paper chose (Appendix B, table 1), by normalization and norm order. */
const chosen: Readonly<Record<string, number>> = {
  'none 2': 1e-5,
  'none inf': 5e-4,
  'element 2': 0.5,
  'element inf': 5e-3,
};

function radiiOf(rho: Radii, normalization: Normalization, p: NormOrder): readonly number[] {
  if (rho !== 'chosen') return rho;
  const radius = chosen[`${normalization} ${p}`];
  if (radius !== undefined) return [radius];
  throw new InvalidArgumentError(
    `--rho chosen: the paper chose no radius for --normalization ${normalization} with p = ${p}`,
  );
}

/** All regions, in the order of the paper's Table 1. */
function regionsOf(options: PlanOptions): Region[] {
  const { bias, eta, normalization: normalizations, rho } = options;
  return normOrders(options).flatMap((p) =>
    normalizations.map((normalization) => ({
      p,
      normalization,
      bias,
      eta,
      layer: null,
      radii: radiiOf(rho, normalization, p),
    })),
  );
}

function sharpnessOf(options: PlanOptions): SharpnessPlan {
  const { loss, bn, perturb, precision } = options;
  return { regions: regionsOf(options), ascent: ascentOf(options), loss, batchNorm: bn, perturb, precision };
}

/** Refuses families of other measures that the engine cannot compute, or that are about other regions. */
function requireMeasurable(options: PlanOptions, engine: MeasurePlan['engine']): void {
  const { complexity = [], bias, perturb } = options;
  if (complexity.includes('hessian') && engine !== 'native') {
    throw new InvalidArgumentError(
      `--complexity hessian needs double precision: the native engine, and this is ${engine}`,
    );
  }
  if (!complexity.includes('theorem-3')) return;
  if (!normOrders(options).includes(2)) {
    throw new InvalidArgumentError('--complexity theorem-3 is about p = 2, and no region has it');
  }
  if (bias === 'frozen' || perturb.join() !== '*') {
    throw new InvalidArgumentError(
      `--complexity theorem-3 is about all parameters: not with ${bias === 'frozen' ? '--bias frozen' : '--perturb'}`,
    );
  }
}

/** The plan that the options describe. */
export function planOf(options: PlanOptions, engine: MeasurePlan['engine']): MeasurePlan {
  const { layers, m, samples, sampling = 'first', augmentation, seed, ascent } = options;
  const { savePerturbations = false, curve = false, complexity } = options;
  const sharpness = sharpnessOf(options);
  requireMeasurable(options, engine);
  if (savePerturbations && ascent.startsWith('average')) {
    throw new InvalidArgumentError(`--save-perturbations: --ascent ${ascent} has no maximizer to save`);
  }
  if (curve && !('steps' in sharpness.ascent)) {
    throw new InvalidArgumentError(`--curve: --ascent ${ascent} has no steps; pgd, apgd and epfl-apgd have`);
  }
  return {
    sharpness,
    layerwise: layers ?? false,
    groupSizes: m,
    samples,
    sampling,
    augmentation,
    seed,
    engine,
    savePerturbations,
    curve,
    complexity,
  };
}
