import type { Tolerance } from './parity.ts';

/** A run of `measure` that both sides make. */
export interface ParityCase {
  readonly name: string;
  /** Of fixtures/golden/runs; they take the images of fixtures/data. */
  readonly networks: readonly string[];
  readonly options: readonly string[];
  readonly tolerance: Tolerance;
}

/** What is measured in both precisions, and by what share its values may differ. */
interface Variant {
  readonly name: string;
  readonly options: readonly string[];
  readonly float32: number;
  readonly float64: number;
}

/** Float32's noise may be a thousandth of a value, on either side. */
const USUAL = { float32: 2e-3, float64: 1e-9 } as const;
/** Where two candidates are equal but for rounding, an ascent of many steps may go on from the other one. */
const CLIMB = { float32: 2e-3, float64: 1e-6 } as const;
/** By its batch, a network does not depend on some parameters: the sign of their gradient is rounding's, and p = inf goes by it. */
const SIGNS = { float32: 5e-3, float64: 5e-3 } as const;

const EVERY_REGION = ['--p', '2,inf', '--normalization', 'none,element,filter'] as const;
const TWO_RADII = ['--rho', '1e-3,0.1'] as const;
const ONE_STEP = [...EVERY_REGION, ...TWO_RADII] as const;
const STEPS = [...ONE_STEP, '--samples', '16', '--steps', '10'] as const;
const DRAWS = ['--normalization', 'none,element,filter', ...TWO_RADII, '--draws', '5'] as const;
const BATCH = ['--normalization', 'none,element,filter', ...TWO_RADII, '--bn', 'batch'] as const;

const VARIANTS: readonly Variant[] = [
  { name: 'one-step, every radius', options: [...EVERY_REGION, '--rho', 'paper'], ...USUAL },
  { name: 'one-step, p = 1.5 and 3', options: ['--p', '1.5,3', ...TWO_RADII], ...USUAL },
  { name: 'one-step, biases normalized', options: [...ONE_STEP, '--bias', 'normalized'], ...USUAL },
  { name: 'one-step, biases frozen', options: [...ONE_STEP, '--bias', 'frozen'], ...USUAL },
  { name: 'one-step, normalized logits', options: [...ONE_STEP, '--loss', 'normalized-logits'], ...USUAL },
  { name: 'one-step, margin', options: [...ONE_STEP, '--loss', 'margin'], ...USUAL },
  { name: 'one-step, batch norm by batch, p = 2', options: [...BATCH, '--p', '2'], ...USUAL },
  { name: 'one-step, batch norm by batch, p = inf', options: [...BATCH, '--p', 'inf'], ...SIGNS },
  { name: 'projected ascent, 2 starts', options: [...STEPS, '--ascent', 'pgd', '--restarts', '2'], ...CLIMB },
  { name: 'Auto-PGD, 3 starts', options: [...STEPS, '--ascent', 'apgd', '--restarts', '3'], ...CLIMB },
  {
    name: "tml-epfl's Auto-PGD",
    options: [...STEPS, '--ascent', 'epfl-apgd', '--bias', 'normalized'],
    ...CLIMB,
  },
  { name: 'average, gaussian', options: [...DRAWS, '--ascent', 'average-gaussian'], ...USUAL },
  { name: 'average, uniform', options: [...DRAWS, '--ascent', 'average-uniform'], ...USUAL },
];

const NETWORKS: readonly string[] = [
  'mnist-mlp',
  'mnist-cnn',
  'mnist-cnn-batch-norm',
  'mnist-cnn-dead-filter',
  'mnist-cnn-rescaled',
  'mnist-wide-resnet-10-1',
  'mnist-resnet-20',
];

/** Everything that is measured, in both precisions. */
export const parityCases: readonly ParityCase[] = VARIANTS.flatMap(({ name, options, ...shares }) =>
  (['float32', 'float64'] as const).map((precision) => ({
    name: `${name}, ${precision}`,
    networks: NETWORKS,
    options: ['--samples', '32', ...options, '--precision', precision],
    tolerance: { value: shares[precision], firstOrder: 1e-9, loss: 1e-5, absolute: 1e-13 },
  })),
);
