import type { NamedValues, StudiedModels } from './types.ts';

/** A study as if only some of its models had been made. */
export function someModels(study: StudiedModels, isIn: (model: number) => boolean): StudiedModels {
  const places = [...study.models.keys()].filter(isIn);
  const some = (values: ArrayLike<number>) => places.map((model) => values[model]!);
  const named = ({ name, values }: NamedValues): NamedValues => ({ name, values: some(values) });
  const { models, enters, gap, others, errorGap, training, measures } = study;
  return {
    ...study,
    models: places.map((model) => models[model]!),
    enters: places.map((model) => enters[model]!),
    gap: named(gap),
    others: others.map(named),
    errorGap: errorGap && { ...errorGap, values: some(errorGap.values) },
    training: training && { losses: some(training.losses), accuracies: some(training.accuracies) },
    measures: measures.map(({ identity, values, firstOrder }) => ({
      identity,
      values: some(values),
      firstOrder: firstOrder && some(firstOrder),
    })),
  };
}
