import { normalCdf } from '../../src/correlation/uncertainty/normal.ts';
import { coefficients, groupBy, type Statistic } from '../../src/index.ts';
import { randomStream } from '../../src/random/stream.ts';
import { type Configuration, configurationsOf, hyperparametersOf, modelsOf, withSeeds } from './models.ts';
import type { Case, Population } from './populations.ts';

/** The true values of a measure's coefficients. */
export interface Truth {
  /** Over models of configurations that are drawn at random, each by itself. */
  readonly tau: number;
  readonly tauB: number;
  /** Expected of the grid as it is: of all models, and for each hyperparameter. */
  readonly tauOfGrid: number;
  readonly psi: readonly number[];
  readonly Psi: number;
}

/** Of the first measure or the second; in closed form, or from very many models where they are rounded. */
export function truthOf(study: Case, which: 0 | 1): Truth {
  const { population } = study;
  return population.rounding === null || isChance(population)
    ? closedForm(study, which)
    : simulated(study, which);
}

/** Of independent measure and gap all is 0, rounded or not. */
function isChance({ shared, gapEffects, measureEffects }: Population): boolean {
  return [...shared, ...gapEffects, ...measureEffects].every((one) => one === 0);
}

/** Of heavy tails it holds without effects, where the distribution of differences is elliptical. */
function closedForm(study: Case, which: 0 | 1): Truth {
  const { population, grid } = study;
  const configurations = configurationsOf(study);
  const models = withSeeds(configurations, grid);
  const pair = (one: Configuration, other: Configuration): number =>
    expectedSigns(one.measure - other.measure, one.gap - other.gap, population.shared[which]);
  const tau = mean(configurations.map((one) => mean(configurations.map((other) => pair(one, other)))));
  const psi = hyperparametersOf(grid).map((name) =>
    mean(cellsOf(models, name).map((cell) => meanOfPairs(cell, pair))),
  );
  return { tau, tauB: tau, tauOfGrid: meanOfPairs(models, pair), psi, Psi: mean(psi) };
}

/**
 * The expectation of sign(x) sign(y) of normal x and y of these means, with variance 2 and this correlation. At
 * correlation 0 it is that of each, multiplied; its derivative by the correlation is 4 times the joint density at 0
 * (Plackett 1954), integrated by Simpson's rule.
 */
export function expectedSigns(meanX: number, meanY: number, correlation: number): number {
  const [x, y] = [meanX / Math.SQRT2, meanY / Math.SQRT2];
  const density = (r: number): number =>
    Math.exp(-(x * x - 2 * r * x * y + y * y) / (2 * (1 - r * r))) / (2 * Math.PI * Math.sqrt(1 - r * r));
  const steps = 64;
  let sum = 0;
  for (let k = 0; k <= steps; k++) {
    const weight = k === 0 || k === steps ? 1 : k % 2 === 1 ? 4 : 2;
    sum += weight * density((correlation * k) / steps);
  }
  return (2 * normalCdf(x) - 1) * (2 * normalCdf(y) - 1) + (4 * correlation * sum) / (3 * steps);
}

/** What the true values of rounded measures and gaps come from. */
export const PAIRS = 2_000_000;
export const STUDIES = 5_000;

function simulated(study: Case, which: 0 | 1): Truth {
  const { population, grid } = study;
  const name = (['first', 'second'] as const)[which];
  const configurations = configurationsOf(study);
  const models = withSeeds(configurations, grid);
  const stream = randomStream(0, 'the truth about rounded ones');
  const draw = (): Configuration => configurations[stream.integer(configurations.length)]!;
  let concordance = 0;
  let untiedInMeasure = 0;
  let untiedInGap = 0;
  for (let k = 0; k < PAIRS; k++) {
    const [one, other] = modelsOf([draw(), draw()], population, stream);
    const measure = Math.sign(one![name] - other![name]);
    const gap = Math.sign(one!.gap - other!.gap);
    concordance += measure * gap;
    untiedInMeasure += Math.abs(measure);
    untiedInGap += Math.abs(gap);
  }
  const hyperparameters = hyperparametersOf(grid);
  const studies = Array.from({ length: STUDIES }, () =>
    coefficients(
      modelsOf(models, population, stream).map((model) => ({ ...model, measure: model[name] })),
      hyperparameters,
    ),
  );
  const means = (statistic: Statistic): number[] =>
    studies[0]!.flatMap((row, k) =>
      row.statistic === statistic ? [mean(studies.map((rows) => rows[k]!.value!))] : [],
    );
  const psi = means('psi');
  return {
    tau: concordance / PAIRS,
    tauB: concordance / Math.sqrt(untiedInMeasure * untiedInGap),
    tauOfGrid: means('tau')[0]!,
    psi,
    Psi: mean(psi),
  };
}

/** The configurations that share every other hyperparameter, where there are two or more. */
function cellsOf(configurations: readonly Configuration[], name: string): Configuration[][] {
  const others = ({ hyperparameters }: Configuration): string =>
    JSON.stringify(Object.entries(hyperparameters).filter(([other]) => other !== name));
  return [...groupBy(configurations, others).values()].filter((cell) => cell.length > 1);
}

function meanOfPairs(
  cell: readonly Configuration[],
  pair: (one: Configuration, other: Configuration) => number,
): number {
  return mean(cell.flatMap((one, i) => cell.slice(0, i).map((other) => pair(one, other))));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
