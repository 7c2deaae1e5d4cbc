import { groupBy } from './groupBy.ts';
import { tauA } from './kendall.ts';
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
 * are repeats, and their cell holds them all. A cell with fewer than two models has no τ and is left out.
 *
 * A hyperparameter with a single value over all the models has no ψ: its cells would hold repeats only, whose
 * order says nothing about it.
 * @param hyperparameter which one varies inside a cell (θ_i).
 * @param hyperparameters all of them, θ_i included or not; every model has a value of each.
 */
export function psi(
  models: readonly RankedModel[],
  hyperparameter: string,
  hyperparameters: readonly string[],
): Granulated {
  const others = hyperparameters.filter((name) => name !== hyperparameter);
  const cells = groupBy(models, (model) => settingKey(model.hyperparameters, others));
  if (!varies(models, hyperparameter)) return { value: null, cells: 0, cellsLeftOut: cells.size };
  const taus: number[] = [];
  for (const cell of cells.values()) {
    const tau = tauA(
      cell.map((model) => model.measure),
      cell.map((model) => model.gap),
    );
    if (tau !== null) taus.push(tau);
  }
  return { value: mean(taus), cells: taus.length, cellsLeftOut: cells.size - taus.length };
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
  return new Set(models.map((model) => settingKey(model.hyperparameters, [hyperparameter]))).size > 1;
}

/** One string for one setting: 1, '1' and true stay apart. */
function settingKey(hyperparameters: Hyperparameters, names: readonly string[]): string {
  return JSON.stringify(names.map((name) => [typeof hyperparameters[name], String(hyperparameters[name])]));
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
