import { type Ending, ending, type Iterate, trajectory } from './descend.ts';
import type { Point } from './loss.ts';
import { type Maximization, maximizations } from './regions.ts';
import {
  byLearningRate,
  byRadius,
  byStart,
  criticalRadius,
  type LearningRateTrial,
  type StartTrials,
  type Trial,
} from './robustness.ts';
import { ASAM, LEARNING_RATE, OPTIMIZERS, type Optimizer, SAM, STARTS, STEPS } from './setting.ts';

/** One of the four descents of Figure 3. */
export interface Run {
  readonly optimizer: Optimizer;
  readonly start: Point;
  readonly iterates: readonly Iterate[];
  readonly ending: Ending;
}

/** From which radius on the first step has no gradient, at each starting point. */
export interface CriticalRadii {
  readonly sam: readonly number[];
  readonly asam: readonly number[];
  readonly asamWithEta: readonly number[];
}

/** All that the analysis finds. */
export interface Results {
  readonly runs: readonly Run[];
  readonly maximizations: readonly Maximization[];
  readonly learningRates: readonly LearningRateTrial[];
  readonly radii: readonly Trial[];
  readonly starts: StartTrials;
  readonly criticalRadii: CriticalRadii;
}

/** Needs an engine that was started. */
export function computeResults(): Results {
  return {
    runs: STARTS.flatMap((start) => (['SAM', 'ASAM'] as const).map((optimizer) => run(optimizer, start))),
    maximizations: maximizations(),
    learningRates: byLearningRate(),
    radii: byRadius(),
    starts: byStart(),
    criticalRadii: {
      sam: STARTS.map((start) => criticalRadius(start, SAM)),
      asam: STARTS.map((start) => criticalRadius(start, ASAM)),
      asamWithEta: STARTS.map((start) => criticalRadius(start, { ...ASAM, eta: 0.01 })),
    },
  };
}

function run(optimizer: Optimizer, start: Point): Run {
  const iterates = trajectory(start, OPTIMIZERS[optimizer], LEARNING_RATE, STEPS);
  return { optimizer, start, iterates, ending: ending(iterates, STEPS) };
}
