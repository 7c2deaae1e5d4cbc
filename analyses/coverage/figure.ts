import type { TopLevelSpec } from 'vega-lite';
import { groupBy } from '../../src/index.ts';
import { chartConfig, distinctColors } from '../../src/report/chartStyle.ts';
import { criticalDistance, TARGET } from './criteria.ts';
import { CHANCE_ALONE, CHANCE_WITH_TIES } from './populations.ts';
import type { PValues } from './pValues.ts';
import type { Result } from './results.ts';
import { SYMBOLS } from './text.ts';

const NAMES = Object.values(SYMBOLS);
/** What the panels show of coverage, in percent, and of distances; what is beyond stands at their edge. */
const LEAST = 88;
const FARTHEST = 0.1;
const COLUMNS = 4;
const SHARES = Array.from({ length: 21 }, (_, k) => k / 20);

type Panel = Extract<TopLevelSpec, { concat: unknown }>['concat'][number];

const color = {
  field: 'coefficient',
  type: 'nominal',
  title: null,
  scale: { domain: NAMES, range: distinctColors.slice(0, NAMES.length) },
} as const;

/**
 * Coverage against the number of models, a panel a population; below the same of differences; and how far p-values are
 * from uniform, a panel a grid.
 */
export function figure(results: readonly Result[]): TopLevelSpec {
  const coveragePanels = (of: Result['of']): Panel[] => {
    const own = results.filter((result) => result.of === of);
    return panelsBy(own, (result) => result.case.population.name, coveragePanel);
  };
  const chance = results.filter(
    ({ of, case: { population } }) =>
      of === 'coefficient' && [CHANCE_ALONE.name, CHANCE_WITH_TIES.name].includes(population.name),
  );
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'How often 95 % intervals hold the true value, and how far p-values are from uniform.',
    config: chartConfig,
    spacing: 22,
    vconcat: [
      section('95 % intervals that hold the true value, of coefficients', coveragePanels('coefficient')),
      section('the same of differences between two measures', coveragePanels('difference')),
      section(
        'p-values where chance is alone: the share up to p, less p',
        panelsBy(chance, ({ case: { population, grid } }) => `${population.name}, ${grid.name}`, pValuePanel),
      ),
    ],
  };
}

function panelsBy(
  results: readonly Result[],
  titleOf: (result: Result) => string,
  panel: (title: string, results: readonly Result[]) => Panel,
): Panel[] {
  return [...groupBy(results, titleOf)].map(([title, own]) => panel(title, own));
}

function section(title: string, panels: readonly Panel[]) {
  return { title: { text: title }, spacing: 14, columns: COLUMNS, concat: [...panels] };
}

/** A dot a coefficient; of ψ, one a hyperparameter. The band is the target. */
function coveragePanel(title: string, results: readonly Result[]): Panel {
  const models = { field: 'models', type: 'ordinal', axis: { labelAngle: 0, labelOverlap: false } } as const;
  const y = {
    type: 'quantitative' as const,
    title: '%',
    scale: { domain: [LEAST, 100], clamp: true },
    axis: { tickCount: 6 },
  };
  const dots = results
    .filter(({ coverage }) => !Number.isNaN(coverage))
    .map(({ models: count, statistic, coverage }) => ({
      models: count,
      coefficient: SYMBOLS[statistic],
      coverage: percent(coverage),
    }));
  return {
    title: { text: title, fontWeight: 'normal' },
    width: 170,
    height: 130,
    layer: [
      {
        data: { values: [{ low: 100 * TARGET.low, high: 100 * TARGET.high }] },
        mark: { type: 'rect', color: '#e9e9e9' },
        encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } },
      },
      {
        data: { values: dots },
        mark: { type: 'point', filled: true, size: 24, opacity: 0.85 },
        encoding: {
          x: { ...models, title: 'models' },
          xOffset: { field: 'coefficient', scale: { domain: NAMES } },
          y: { field: 'coverage', ...y },
          color,
        },
      },
    ],
  };
}

/** Lines inside the band are as near to uniform as so many uniform numbers are in 95 of 100 cases. */
function pValuePanel(title: string, results: readonly Result[]): Panel {
  const studies = Math.max(...results.map((result) => result.studies));
  const y = {
    type: 'quantitative' as const,
    title: null,
    scale: { domain: [-FARTHEST, FARTHEST], clamp: true },
  };
  return {
    title: { text: title, fontWeight: 'normal' },
    width: 170,
    height: 110,
    layer: [
      {
        data: { values: [{ low: -criticalDistance(studies), high: criticalDistance(studies) }] },
        mark: { type: 'rect', color: '#e9e9e9' },
        encoding: { y: { field: 'low', ...y }, y2: { field: 'high' } },
      },
      {
        data: { values: results.flatMap(excess) },
        mark: { type: 'line', strokeWidth: 1.2 },
        encoding: {
          x: { field: 'p', type: 'quantitative', axis: { grid: false, tickCount: 5 } },
          y: { field: 'excess', ...y },
          detail: { field: 'hyperparameter' },
          color,
        },
      },
    ],
  };
}

function excess({ pValues, statistic, hyperparameter }: Result) {
  // of τ-b they are those of τ
  if (pValues === null || statistic === 'tau_b') return [];
  return SHARES.map((p) => ({
    p,
    excess: Number((shareUpTo(pValues, p) - p).toFixed(4)),
    coefficient: SYMBOLS[statistic],
    hyperparameter,
  }));
}

function shareUpTo({ sorted }: PValues, p: number): number {
  return sorted.filter((one) => one <= p + 1e-12).length / sorted.length;
}

/** To the digits that a figure shows. */
function percent(share: number): number {
  return Number((100 * share).toFixed(2));
}
