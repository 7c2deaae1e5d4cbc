import { readFileSync } from 'node:fs';
import { type Population, populationOf } from '../../src/correlation/population.ts';
import type { Hyperparameters, HyperparameterValue } from '../../src/correlation/types.ts';
import { numbersOf } from './goldenNumbers.ts';

/** A made-up table of models: fixtures/golden/tables.json. */
interface WrittenTable {
  readonly name: string;
  readonly hyperparameters: Readonly<Record<string, readonly HyperparameterValue[]>>;
  readonly gap: readonly (number | string)[];
  readonly measures: Readonly<Record<string, readonly (number | string)[]>>;
}

export interface GoldenTable {
  readonly name: string;
  readonly models: readonly { readonly hyperparameters: Hyperparameters; readonly gap: number }[];
  readonly population: Population;
  /** By name; of every model. */
  readonly measures: Readonly<Record<string, readonly number[]>>;
}

function golden<Content>(name: string): Content {
  return JSON.parse(readFileSync(new URL(`../../fixtures/golden/${name}.json`, import.meta.url), 'utf8'));
}

export const tables: readonly GoldenTable[] = golden<readonly WrittenTable[]>('tables').map((table) => {
  const names = Object.keys(table.hyperparameters);
  const models = numbersOf(table.gap).map((gap, row) => ({
    gap,
    hyperparameters: Object.fromEntries(names.map((name) => [name, table.hyperparameters[name]![row]!])),
  }));
  const measures = Object.entries(table.measures).map(([name, values]) => [name, numbersOf(values)]);
  return {
    name: table.name,
    models,
    population: populationOf(models, names),
    measures: Object.fromEntries(measures),
  };
});

/** What a generator found of every measure of every table. */
export function goldenResults<Result>(
  file: string,
): Readonly<Record<string, Readonly<Record<string, Result>>>> {
  return golden(file);
}
