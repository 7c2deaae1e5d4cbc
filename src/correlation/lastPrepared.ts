/** Prepares some models of a population, given by their numbers; the same ones as the last time are prepared already. */
export function lastPrepared<Prepared>(
  prepare: (models: readonly number[]) => Prepared,
): (models: readonly number[]) => Prepared {
  let last: { readonly models: readonly number[]; readonly prepared: Prepared } | undefined;
  return (models) => {
    const isLast =
      last?.models.length === models.length && models.every((model, k) => model === last?.models[k]);
    if (last === undefined || !isLast) last = { models, prepared: prepare(models) };
    return last.prepared;
  };
}
