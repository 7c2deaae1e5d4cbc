import type { Population } from './population.ts';
import type { RankedModels } from './rankedModels.ts';

/** A hyperparameter that varies and has no ψ: none of its cells has two models. */
export interface EmptyPsi {
  readonly hyperparameter: string;
  /** Those that are why: numeric ones whose values, or bins, are more than half as many as the models. */
  readonly continuous: readonly string[];
}

/** The ψ that are undefined because other hyperparameters are continuous. */
export function emptyPsis(
  { hyperparameters }: Population,
  { all, hyperparameters: ranked }: RankedModels,
): readonly EmptyPsi[] {
  const models = all.order.length;
  const continuous = hyperparameters
    .filter(({ numbers, levelCount }) => numbers !== null && levelCount > models / 2)
    .map(({ name }) => name);
  return hyperparameters.flatMap(({ name, settings }, i) => {
    const varies = settings.some((setting) => setting !== settings[0]);
    const others = continuous.filter((other) => other !== name);
    const isEmpty = varies && models > 1 && ranked[i]!.cells.length === 0;
    return isEmpty && others.length > 0 ? [{ hyperparameter: name, continuous: others }] : [];
  });
}
