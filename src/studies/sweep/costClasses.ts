import { groupBy } from '../../correlation/groupBy.ts';
import { modelSpec } from '../../models/spec/index.ts';
import type { PlannedRun } from './types.ts';

/** Runs whose images cost the same, whatever else differs: of one network and one dataset. */
export interface CostClass {
  readonly runs: readonly PlannedRun[];
  readonly dataset: string;
  /** Numbers in a model's file. */
  readonly numbers: number;
  /** Of a weight for each pixel: what an image costs, roughly, beside those of other classes. */
  readonly work: number;
}

/** The classes of runs, those that cost least first. */
export function costClasses(runs: readonly PlannedRun[]): readonly CostClass[] {
  // dropping out costs next to nothing
  const withoutDropout = (key: string, value: unknown): unknown => (key === 'dropoutRate' ? 0 : value);
  const alike = groupBy(runs, ({ recipe: { dataset, model } }) =>
    JSON.stringify([dataset.name, model], withoutDropout),
  );
  const classes = [...alike.values()].map((members): CostClass => {
    const { model, dataset } = members[0]!.recipe;
    const { parameters, buffers, parameterCount } = modelSpec(model);
    const numbers = [...parameters, ...buffers].reduce((sum, { shape }) => sum + product(shape), 0);
    return {
      runs: members,
      dataset: dataset.name,
      numbers,
      work: parameterCount * product(model.inputShape),
    };
  });
  return classes.sort((a, b) => a.work - b.work);
}

function product(shape: readonly number[]): number {
  return shape.reduce((all, size) => all * size, 1);
}

/** At most so many classes, the cheapest and the costliest among them, evenly spread. */
export function spread(classes: readonly CostClass[], most: number): readonly CostClass[] {
  if (classes.length <= most) return classes;
  const step = (classes.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, k) => classes[Math.round(k * step)]!);
}

/** The class among others that costs most nearly the same. */
export function standIn({ work }: CostClass, others: readonly CostClass[]): CostClass {
  const distance = (other: CostClass): number => Math.abs(Math.log(other.work / work));
  return others.reduce((best, other) => (distance(other) < distance(best) ? other : best));
}
