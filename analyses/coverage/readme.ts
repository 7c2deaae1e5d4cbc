import { markdownTable } from '../trainings/text.ts';
import { coverageTable, coverageVerdicts, offTarget, otherDrawingTable } from './coverageSections.ts';
import { criticalDistance } from './criteria.ts';
import { CASES, type Population } from './populations.ts';
import { fewPermutationsTable, pValueTable, pValueVerdict } from './pValueSections.ts';
import { PERMUTATIONS, RESAMPLES } from './study.ts';
import { percent } from './text.ts';
import { PAIRS, STUDIES } from './truth.ts';
import type { Written } from './writeResults.ts';

/** The text that goes with the figure. */
export function readme({ results, few, studies, seconds }: Written): string {
  return `# Coverage: how good the intervals and p-values of rank correlations are

Everything here is written by

    node --import tsx analyses/coverage.ts

from ${studies} simulated studies of each population and grid, with coefficients that are known. It took ${Math.ceil(seconds / 60)} minutes in two processes on two busy cores; studies are seeded by their numbers from 0. [docs/theory.md](../../docs/theory.md#uncertainty-of-rank-statistics) has the formulas.

![How often intervals hold the true value, and how far p-values are from uniform](coverage.png)

${coverageVerdicts(results)}
${pValueVerdict(results)}

## Coverage

Percent of the 95 % intervals that hold the true value. Over ${studies} studies a share of 95 % is uncertain by ${percent(1.96 * Math.sqrt((0.05 * 0.95) / studies))} points (95 %). Of ψ, the lowest and the highest over the hyperparameters. In parentheses, the percentage of studies without an interval (all cells have the same τ, or all resamples): they are not in the shares.

### Coefficients

${coverageTable(results, 'coefficient')}

### Differences of two measures of the same models

${coverageTable(results, 'difference')}

### Off target

Too high and too low are the percentages of intervals that lie wholly above the true value, and below. Bias is that of the estimates, in their standard deviations. Width is that of the mean interval, as a multiple of 2 · 1.96 standard deviations of the estimates: with few cells Student's t makes it larger than 1 by itself.

${offTarget(results)}

In the population with an interaction, the effect of the first hyperparameter depends on the second, and so what is expected of τ differs from cell to cell. The spread of the cells holds these differences, the noise does not: intervals are wider than the configurations at hand need, and hold their true values too often. They would be right for cells that were drawn at random.

With 40 % missing, cells have one to four models, and where ψ is near 1, τ is 1 in nearly all of them: the mean of few exceptions is skewed, and Student's interval misses more often on the side of 1.

### τ where models are not drawn each by itself

The interval of τ is of the population that models are drawn from, each by itself. Of a grid as it is, it is too wide where hyperparameters have effects: they are no chance there. Where configurations are drawn, each with all its seeds, it is too narrow: seeds of one configuration say less than models of as many. One model for each configuration (\`--seeds averaged\`) is the way then.

${otherDrawingTable(results)}

## p-values where the true value is 0

How much more frequent, and how much less, p-values up to some p are than uniform ones, at most (the larger is Kolmogorov and Smirnov's distance, which stays below ${criticalDistance(studies).toFixed(3)} in 95 of 100 cases); the largest percentage of studies whose coefficients are equally far from 0, which have the same p-value up to the luck of the permutations; and the percentages that are at most 0.01, 0.05 and 0.1.

A permutation test can only give as many p-values as there are different coefficients: of sixteen cells of two models each, nine. Then p-values come in steps, and the distance is as large as a step: they are too large between the steps, which is the safe side, and not too small.

### Of coefficients, by permutations

${pValueTable(results, 'coefficient')}

### Of differences, with their intervals

${pValueTable(results, 'difference')}

### Few permutations

p = (b + 1)/(B + 1) is a multiple of 1/(B + 1). At these multiples the test rejects as often as it says; below the first it never does. Ties are permuted with the rest and leave it so.

${fewPermutationsTable(few)}

## Setting

A model's gap is the sum of its hyperparameters' effects and noise, its measure the sum of other effects and noise that is correlated with that of the gap; noise is normal with a standard deviation of 1, or, with heavy tails, has a distribution of Student's with two degrees of freedom, gap and measures being far out together. An effect e adds from −e at the first value of a hyperparameter to e at its last, in even steps; an interaction adds its size times the places of the first two hyperparameters, from −1 to 1, to the measures. Two measures of a model have noise of their own beside what they share with the gap. The coefficients of the first, and the differences from the second, are estimated.

${populationTable()}

- **τ, τ-b**: the models of a study have configurations that are drawn at random from the grid, each by itself. The true value is that of all pairs of models drawn so.
- **ψ, Ψ**: the models of a study have the configurations of the grid, once each (or once a seed). The true value is what is expected over the noise, for these configurations.
- With 40 % missing, the same configurations are missing in all studies.
- True values are in closed form: sign(x) sign(y) of correlated normal x and y, by Plackett's identity, averaged over pairs of configurations. Rounded ones (ties) come from ${PAIRS} pairs of models and ${STUDIES} studies more.
- ${RESAMPLES} resamples for τ, and as many permutations; ${PERMUTATIONS} permutations for ψ and Ψ. Intervals and p-values are those of \`coefficients\` and \`compareMeasures\`.

Every number is in [coverage.csv](coverage.csv).
`;
}

function populationTable(): string {
  const populations = new Map<string, Population>(
    CASES.map(({ population }) => [population.name, population]),
  );
  return markdownTable(
    [
      'population',
      'effects on the gap',
      'on the measures',
      'interaction',
      'correlation of the noise: first, second measure',
      'tails',
      'rounding',
    ],
    [...populations.values()].map((one) => [
      one.name,
      effectsText(one.gapEffects),
      effectsText(one.measureEffects),
      `${one.interaction}`,
      one.shared.join(', '),
      one.heavyTails ? 'heavy' : 'normal',
      one.rounding === null ? 'none' : `to multiples of ${one.rounding}`,
    ]),
  );
}

function effectsText(effects: readonly number[]): string {
  return effects.every((effect) => effect === 0) ? 'none' : effects.join(', ');
}
