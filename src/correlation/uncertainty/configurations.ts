import type { RankedCells } from '../rankedModels.ts';

/** Which models share every hyperparameter: as a rule, the seeds of one configuration. */
export interface Configurations {
  /** The configuration of each model: a number from 0. */
  readonly of: Uint32Array;
  readonly count: number;
}

export function configurationsOf(hyperparameters: readonly RankedCells[], models: number): Configurations {
  let of = new Uint32Array(models);
  let count = Math.min(1, models);
  for (const { settings } of hyperparameters) {
    const numbers = new Map<number, number>();
    const values = settings.reduce((most, setting) => Math.max(most, setting), 0) + 1;
    of = of.map((configuration, model) => {
      const key = configuration * values + settings[model]!;
      const number = numbers.get(key) ?? numbers.size;
      if (number === numbers.size) numbers.set(key, number);
      return number;
    });
    count = numbers.size;
  }
  return { of, count };
}

/** Does a hyperparameter take more than one value whichever configuration is left out? */
export function variesWithoutOne({ settings }: RankedCells, { of }: Configurations): boolean {
  const configurations = new Map<number, Set<number>>();
  settings.forEach((setting, model) => {
    const own = configurations.get(setting);
    if (own === undefined) configurations.set(setting, new Set([of[model]!]));
    else own.add(of[model]!);
  });
  return configurations.size > 2 || [...configurations.values()].every(({ size }) => size > 1);
}
