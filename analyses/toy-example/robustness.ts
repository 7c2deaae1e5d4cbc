import { descend, type Ending, ending, HELD_STEPS } from './descend.ts';
import { ascend, type Point, type Region } from './loss.ts';
import { ASAM, LEARNING_RATE, SAM, STARTS } from './setting.ts';

const learningRates = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
const samRadii = [0.01, 0.03, 0.04, 0.05, 0.06, 0.1];
const asamRadii = [0.05, 0.2, 0.5, 0.9, 1.1, 1.3, 1.5];
const coordinates = [0.01, 0.03, 0.1, 0.3];
/** In units of 1 / learning rate: the slowest descent that converges, ASAM with rho = 1.3, needs 6. */
const patience = 10;

/** How descents from the two starting points end. */
export interface Trial {
  readonly region: Region;
  readonly endings: readonly Ending[];
}

export interface LearningRateTrial {
  readonly learningRate: number;
  readonly sam: readonly Ending[];
  readonly asam: readonly Ending[];
}

/** How descents from a grid of starting points end: [w1][w2]. */
export interface StartTrials {
  /** Of w1 and of w2. */
  readonly coordinates: readonly number[];
  readonly sam: readonly (readonly Ending[])[];
  readonly asam: readonly (readonly Ending[])[];
}

function endings(region: Region, learningRate: number, starts: readonly Point[]): Ending[] {
  const steps = patience / learningRate + 2 * HELD_STEPS;
  return starts.map((start) => ending(descend(start, region, learningRate), steps));
}

/** SAM and ASAM at several learning rates. */
export function byLearningRate(): LearningRateTrial[] {
  return learningRates.map((learningRate) => ({
    learningRate,
    sam: endings(SAM, learningRate, STARTS),
    asam: endings(ASAM, learningRate, STARTS),
  }));
}

/** SAM at several radii, and ASAM with eta = 0 and with training's default. */
export function byRadius(): Trial[] {
  const regions: Region[] = [
    ...samRadii.map((rho) => ({ ...SAM, rho })),
    ...[0, 0.01].flatMap((eta) => asamRadii.map((rho) => ({ ...ASAM, rho, eta }))),
  ];
  return regions.map((region) => ({ region, endings: endings(region, LEARNING_RATE, STARTS) }));
}

/** SAM and ASAM from starting points over two orders of magnitude. */
export function byStart(): StartTrials {
  const grid = (region: Region): Ending[][] =>
    coordinates.map((w1) => {
      const starts = coordinates.map((w2): Point => [w1, w2]);
      return endings(region, LEARNING_RATE, starts);
    });
  return { coordinates, sam: grid(SAM), asam: grid(ASAM) };
}

/**
 * The radius from which on the first step's w + epsilon has w2 <= 0, where the gradient is zero: epsilon is
 * proportional to rho.
 *
 * @param w below the valley, so that epsilon lowers w2
 */
export function criticalRadius(w: Point, region: Region): number {
  const lowered = w[1] - ascend(w, { ...region, rho: 1 }).perturbed[1];
  return w[1] / lowered;
}
