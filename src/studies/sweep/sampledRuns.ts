import { runCount } from './grid.ts';
import type { Study } from './types.ts';

/**
 * Numbers below `count`, spread evenly and without a period, which would be that of some axis of a grid: those after
 * multiples of the golden ratio, modulo 1, which come as close to each other as they must and no closer.
 */
export function* spreadNumbers(count: number, size: number): Generator<number> {
  const goldenRatio = (Math.sqrt(5) - 1) / 2;
  for (let k = 1; k <= size; k++) yield Math.floor(((k * goldenRatio) % 1) * count);
}

/** Of more runs so many stand for all: they take about a second to look at. */
const MOST_RUNS = 10_000;

/** The runs of a study that say what all of it costs: all, or of very many some, spread over the grid. In order. */
export function sampledRuns(study: Study): readonly number[] {
  const count = runCount(study);
  if (count <= MOST_RUNS) return Array.from({ length: count }, (_, index) => index);
  return [...new Set(spreadNumbers(count, MOST_RUNS))].sort((a, b) => a - b);
}
