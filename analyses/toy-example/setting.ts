import type { Point, Region } from './loss.ts';

/** The paper's starting points. */
export const STARTS = [
  [0.2, 0.05],
  [0.3, 0.033],
] as const satisfies readonly Point[];

/** Foret et al.'s radius, as in the paper. */
export const SAM = { p: 2, rho: 0.05, normalization: 'none', eta: 0 } as const satisfies Region;

/** The paper's radius for CIFAR-10; it states none for the toy example. eta = 0: T_w as defined. */
export const ASAM = { p: 2, rho: 0.5, normalization: 'element', eta: 0 } as const satisfies Region;

/** A plain gradient step in the valley changes the loss by about 0.001. */
export const LEARNING_RATE = 0.01;

/** SAM takes about a thousand steps to slide along the valley to (0.2, 0.2). */
export const STEPS = 1000;

export type Optimizer = 'SAM' | 'ASAM';
export const OPTIMIZERS: Readonly<Record<Optimizer, Region>> = { SAM, ASAM };
