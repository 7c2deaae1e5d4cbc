import { type Ascended, ascend, type Point, type Region } from './loss.ts';

/** The loss at the origin is 0.04: a tenth of it counts as in the valley. */
export const TOLERANCE = 0.004;
/** The steps for which the loss must stay there. */
export const HELD_STEPS = 100;

/** The weights before a step, and the ascent that the step starts from. */
export interface Iterate extends Ascended {
  readonly step: number;
  readonly w: Point;
}

/** How a descent ends. */
export type Ending =
  /** The loss was at most the tolerance in this step and the 99 that followed. */
  | { readonly kind: 'converged'; readonly step: number }
  /** The gradient at w + epsilon is zero, though the loss at w is not: nothing will ever move again. */
  | { readonly kind: 'stuck'; readonly step: number; readonly loss: number }
  /** Neither, within the steps allowed; the loss is the largest of the last 100 steps. */
  | { readonly kind: 'wandering'; readonly loss: number };

/**
 * w <- w - alpha * gradient of L at w + epsilon, without end unless the gradient there is zero: SAM where T_w = 1,
 * ASAM where T_w = |w| + eta (paper, Algorithm 1, without weight decay). w is in double precision, gradients in single.
 */
export function* descend(start: Point, region: Region, learningRate: number): Generator<Iterate, void> {
  let w = start;
  for (let step = 0; ; step++) {
    const ascended = ascend(w, region);
    yield { step, w, ...ascended };
    const [g1, g2] = ascended.gradient;
    if (g1 === 0 && g2 === 0) return;
    w = [w[0] - learningRate * g1, w[1] - learningRate * g2];
  }
}

/** The start of a descent, and so many steps of it; fewer where it ends. */
export function trajectory(start: Point, region: Region, learningRate: number, steps: number): Iterate[] {
  const iterates: Iterate[] = [];
  for (const iterate of descend(start, region, learningRate)) {
    iterates.push(iterate);
    if (iterate.step >= steps) break;
  }
  return iterates;
}

/** How a descent ends, if it does within the steps allowed. */
export function ending(iterates: Iterable<Iterate>, steps: number): Ending {
  const last: number[] = [];
  let held = 0;
  for (const { step, loss, gradient } of iterates) {
    held = loss <= TOLERANCE ? held + 1 : 0;
    if (held === HELD_STEPS) return { kind: 'converged', step: step - HELD_STEPS + 1 };
    if (loss > TOLERANCE && gradient[0] === 0 && gradient[1] === 0) return { kind: 'stuck', step, loss };
    last.push(loss);
    if (last.length > HELD_STEPS) last.shift();
    if (step >= steps) break;
  }
  return { kind: 'wandering', loss: Math.max(...last) };
}
