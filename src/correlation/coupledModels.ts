import { groupsOf } from './numbered.ts';
import type { HyperparameterCells } from './population.ts';

/** Two groups of models: those of a group share every hyperparameter, the two groups all but one. */
export interface CoupledModels {
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** The same for all that differ in the same two values. */
  readonly values: string;
}

/** Models of a cell that share the value of its hyperparameter, too. */
interface Repeats {
  readonly setting: number;
  readonly models: readonly number[];
}

/** By cell of a hyperparameter; those of a cell by ascending setting. */
export type CellsOfRepeats = readonly (readonly Repeats[])[];

/** @param models the numbers of those that enter */
export function repeatsByCell(
  { cells, settings }: HyperparameterCells,
  models: readonly number[],
): CellsOfRepeats {
  return grouped(models, cells).map((cell) =>
    grouped(cell, settings).map((repeats) => ({ setting: settings[repeats[0]!]!, models: repeats })),
  );
}

function grouped(models: readonly number[], groupOf: Uint32Array): readonly (readonly number[])[] {
  const groups = groupsOf(Uint32Array.from(models, (model) => groupOf[model]!));
  return groups.map((group) => group.map((k) => models[k]!));
}

/** Every two of each cell. */
export function* eachCoupled(cells: CellsOfRepeats): Generator<CoupledModels> {
  for (const cell of cells) {
    for (let k = 1; k < cell.length; k++) {
      for (let j = 0; j < k; j++) {
        const [one, other] = [cell[j]!, cell[k]!];
        yield { left: one.models, right: other.models, values: `${one.setting} ${other.setting}` };
      }
    }
  }
}
