import type { Precision } from '../../engine/index.ts';
import { mean } from '../differences.ts';
import type { GroupContext } from '../group.ts';
import { measureGroup } from '../measureGroup.ts';
import { overflowed } from '../refine.ts';
import type { GroupValue, SharpnessPlan } from '../types.ts';
import type { PointLosses } from './pointLosses.ts';

/** The line of one m-group through its maximizer, w + t epsilon. */
export interface MaximizerLine {
  /** L_group(w) */
  readonly loss: number;
  /** The group's measure: L_group(w + epsilon) - L_group(w) as `measureGroup` has it. */
  readonly measured: GroupValue;
  /** Of all parameters in one vector; 0 where nothing was found. */
  readonly epsilon: Float64Array;
  /** L_group(w + t epsilon) - L_group(w) for every t. */
  readonly rises: readonly number[];
}

/**
 * Finds the maximizer of a group and follows the line through it, in double precision where the engine has it.
 *
 * @param plan one region of one radius
 * @param at t, where 0 is w and 1 the maximizer
 */
export function maximizerLine(
  context: GroupContext,
  plan: SharpnessPlan,
  points: PointLosses,
  at: readonly number[],
): MaximizerLine {
  const { engine, weights, examples } = context;
  const precision: Precision = engine.precisions.includes('float64') ? 'float64' : 'float32';
  const { parts, size } = points.layout;
  const epsilon = new Float64Array(size);
  const { loss, values } = measureGroup(
    {
      ...context,
      onPerturbation: ({ direction, radius }) => {
        let start = 0;
        for (const { name, size: count } of parts) {
          const part = direction[name];
          if (part)
            epsilon.set(
              engine.doubles(part).map((value) => radius * value),
              start,
            );
          start += count;
        }
      },
    },
    plan,
  );
  const measured = values[0]![0]!;
  if (Number.isNaN(measured.value)) return { loss, measured, epsilon, rises: at.map(() => Number.NaN) };
  const from = points.vector(weights.parameters);
  // by the same graph as the others: what it gets wrong at w cancels
  const losses = points.lossesAt(
    { from, direction: epsilon, at: [0, ...at] },
    { buffers: weights.buffers, examples },
    precision,
  );
  const [count] = examples.targets.shape;
  const base = losses.subarray(0, count);
  const rises = at.map((_, k) => {
    const there = losses.subarray((k + 1) * count, (k + 2) * count);
    return overflowed(mean(there.map((value, i) => value - base[i]!)));
  });
  return { loss, measured, epsilon, rises };
}
