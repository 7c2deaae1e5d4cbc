import type { Statistic } from '../../src/index.ts';
import { markdownTable } from '../trainings/text.ts';
import { ENOUGH_MODELS, isJudged, isOnTarget, relativeWidth, TARGET } from './criteria.ts';
import { CASES } from './populations.ts';
import type { Result } from './results.ts';
import type { Of } from './study.ts';
import { percent, rangeText, resultsOfCase, STATISTICS, SYMBOLS } from './text.ts';

/** Of each coefficient, whether the target is reached. */
export function coverageVerdicts(results: readonly Result[]): string {
  const lines = STATISTICS.map((statistic) => {
    const own = results.filter((result) => isJudged(result) && result.statistic === statistic);
    const off = own.filter((result) => !isOnTarget(result));
    const range = rangeText(own.map(({ coverage }) => coverage));
    const target =
      statistic === 'Psi'
        ? `at least ${100 * TARGET.low} %`
        : `${100 * TARGET.low} to ${100 * TARGET.high} %`;
    const misses = off.length === 0 ? 'none is off' : `${off.length} are off, [listed below](#off-target)`;
    return `- **${SYMBOLS[statistic]}**: ${range} % with ${ENOUGH_MODELS} models or more, of ${own.length} coefficients and differences; target ${target}: ${misses}.`;
  });
  return lines.join('\n');
}

/** What misses the target, and by what: the place of the estimates, or the width of the intervals. */
export function offTarget(results: readonly Result[]): string {
  const off = results.filter((result) => isJudged(result) && !isOnTarget(result));
  if (off.length === 0) return 'Nothing.';
  return markdownTable(
    ['population', 'grid', 'of', 'coverage', 'too high', 'too low', 'bias', 'width'],
    off.map((result) => [
      result.case.population.name,
      result.case.grid.name,
      [SYMBOLS[result.statistic], result.hyperparameter ?? '', result.of === 'difference' ? 'difference' : '']
        .filter(Boolean)
        .join(', '),
      percent(result.coverage),
      percent(result.above),
      percent(result.below),
      ((result.mean - result.truth) / result.deviation).toFixed(2),
      relativeWidth(result).toFixed(2),
    ]),
  );
}

export function coverageTable(results: readonly Result[], of: Of): string {
  return markdownTable(
    ['population', 'grid', 'models', ...STATISTICS.map((statistic) => SYMBOLS[statistic])],
    CASES.flatMap((one) => {
      const own = resultsOfCase(results, one, of);
      const [first] = own;
      if (first === undefined) return [];
      const cells = STATISTICS.map((statistic) => coverageCell(own, statistic));
      return [[one.population.name, one.grid.name, `${first.models}`, ...cells]];
    }),
  );
}

function coverageCell(results: readonly Result[], statistic: Statistic): string {
  const own = results.filter((result) => result.statistic === statistic);
  const known = own.map(({ coverage }) => coverage).filter((coverage) => !Number.isNaN(coverage));
  const without = Math.max(...own.map((result) => result.undefined / result.studies));
  const note = without === 0 ? '' : ` (${without < 0.001 ? '<0.1' : percent(without)})`;
  return `${known.length === 0 ? '–' : rangeText(known)}${note}`;
}

/** τ where models are not drawn each by itself. */
export function otherDrawingTable(results: readonly Result[]): string {
  return markdownTable(
    ['population', 'grid', 'models', 'drawn are', 'coverage', 'width'],
    CASES.flatMap((one) =>
      (['coefficient', 'grid', 'whole configurations'] as const).flatMap((of) =>
        resultsOfCase(results, one, of)
          .filter(({ statistic }) => statistic === 'tau' && one.isWide)
          .map((result) => [
            one.population.name,
            one.grid.name,
            `${result.models}`,
            DRAWN[of],
            percent(result.coverage),
            relativeWidth(result).toFixed(2),
          ]),
      ),
    ),
  );
}

const DRAWN = {
  coefficient: 'models, each by itself',
  grid: 'noise only: the grid is as it is',
  'whole configurations': 'configurations, with all their seeds',
} as const;
