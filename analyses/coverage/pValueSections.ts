import { markdownTable } from '../trainings/text.ts';
import { criticalDistance, criticalExcess } from './criteria.ts';
import type { FewPermutations } from './permutations.ts';
import { distanceOf, LEVELS, type PValues } from './pValues.ts';
import type { Result } from './results.ts';
import { percent, rangeText, SYMBOLS } from './text.ts';

/** Those of permutations, and of τ-b, which has that of τ, none. */
function permuted(results: readonly Result[]): readonly PValues[] {
  return results.flatMap(({ of, statistic, pValues }) =>
    of === 'coefficient' && statistic !== 'tau_b' && pValues !== null ? [pValues] : [],
  );
}

export function pValueVerdict(results: readonly Result[]): string {
  const all = permuted(results);
  const critical = criticalDistance(all[0]!.sorted.length);
  const near = all.filter((one) => distanceOf(one) < critical);
  const inSteps = all.filter((one) => !near.includes(one) && distanceOf(one) < critical + one.largestStep);
  const excess = Math.max(...all.map(({ tooMany }) => tooMany));
  const rejected = LEVELS.map(
    (level, k) => `${rangeText(all.map((one) => one.rejected[k]!))} % at ${percent(level, 0)} %`,
  );
  return `- **p-values** of ${all.length} coefficients that are truly 0: ${near.length} distributions are nearer to uniform than the critical distance of Kolmogorov and Smirnov's test at 5 % (${critical.toFixed(3)}); ${inSteps.length} of the other ${all.length - near.length} are as near as the steps allow in which their p-values come. Small p-values are nowhere more frequent than uniform ones by more than ${excess.toFixed(3)} (critical: ${criticalExcess(all[0]!.sorted.length).toFixed(3)}). The tests reject ${rejected.join(', ')}.`;
}

const HEAD = ['too many by', 'too few by', 'largest step', ...LEVELS.map((level) => `≤ ${level}`)];

function cells(pValues: PValues): readonly string[] {
  return [
    pValues.tooMany.toFixed(3),
    pValues.tooFew.toFixed(3),
    percent(pValues.largestStep),
    ...pValues.rejected.map((share) => percent(share)),
  ];
}

/** Where the true value is 0. */
export function pValueTable(results: readonly Result[], of: 'coefficient' | 'difference'): string {
  return markdownTable(
    ['population', 'grid', 'of', ...HEAD],
    results.flatMap((result) =>
      result.of === of && result.pValues !== null && result.statistic !== 'tau_b'
        ? [
            [
              result.case.population.name,
              result.case.grid.name,
              `${SYMBOLS[result.statistic]} ${result.hyperparameter ?? ''}`.trim(),
              ...cells(result.pValues),
            ],
          ]
        : [],
    ),
  );
}

export function fewPermutationsTable(few: readonly FewPermutations[]): string {
  return markdownTable(
    ['population', 'permutations', 'of', ...HEAD],
    few.map(({ population, permutations, statistic, hyperparameter, pValues }) => [
      population.name,
      `${permutations}`,
      `${SYMBOLS[statistic]} ${hyperparameter ?? ''}`.trim(),
      ...cells(pValues),
    ]),
  );
}
