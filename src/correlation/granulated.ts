import { enteringIn, type Grouping } from './entering.ts';
import { tausOf } from './kendall.ts';
import { populationOf, settingKey } from './population.ts';
import type { RankedCells } from './rankedModels.ts';
import type { Hyperparameters, RankedModel } from './types.ts';

/** A granulated coefficient and the cells that it is the mean of. */
export interface Granulated {
  /** ψ_i in [-1, 1]; null where no cell has a τ. */
  readonly value: number | null;
  /** Cells in the mean. */
  readonly cells: number;
  /** Cells with fewer than two models, which have no τ. */
  readonly cellsLeftOut: number;
}

/**
 * The granulated coefficient ψ_i (Jiang et al. 2019; the paper's Appendix B): the mean of τ over the cells,
 * where a cell holds the models that share every other hyperparameter. Several seeds of one configuration
 * are repeats, and their cell holds them all, unless they are averaged. Cells weigh the same, whatever their
 * size; one with fewer than two models has no τ and is left out. Models whose measure or gap is NaN enter none.
 *
 * A hyperparameter with a single value over all the models has no ψ: its cells would hold repeats only, whose
 * order says nothing about it.
 * @param hyperparameter which one varies inside a cell (θ_i).
 * @param hyperparameters all of them, θ_i included or not; every model has a value of each.
 * @throws UserError where bins is no whole number from 2
 */
export function psi(
  models: readonly RankedModel[],
  hyperparameter: string,
  hyperparameters: readonly string[],
  { seeds, bins }: Grouping = {},
): Granulated {
  const others = hyperparameters.filter((name) => name !== hyperparameter);
  const enter = enteringIn(populationOf(models, [hyperparameter, ...others], bins), models, seeds);
  const { ranked, measures } = enter(models.map(({ measure }) => measure));
  return granulated(ranked.hyperparameters[0]!, measures);
}

/** ψ_i of one measure. */
export function granulated({ cells, cellsLeftOut }: RankedCells, measures: ArrayLike<number>): Granulated {
  const taus = cells.map((cell) => tausOf(cell, measures).a!);
  return { value: mean(taus), cells: taus.length, cellsLeftOut };
}

/** Ψ: the mean of the ψ_i that exist; null when none does. */
export function averagePsi(psis: readonly Granulated[]): number | null {
  return mean(psis.flatMap(({ value }) => (value === null ? [] : [value])));
}

/** Does the hyperparameter take more than one value? */
export function varies(
  models: readonly { readonly hyperparameters: Hyperparameters }[],
  hyperparameter: string,
): boolean {
  return new Set(models.map(({ hyperparameters: own }) => settingKey(own[hyperparameter]))).size > 1;
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
