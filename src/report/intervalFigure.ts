import type { TopLevelSpec } from 'vega-lite';
import { roomyDomain } from './axes.ts';
import { plainColor } from './chartStyle.ts';
import { intervalText } from './interval.ts';
import { formatCoefficient, type MeasureLabel } from './measureLabel.ts';
import { inLines, type Panel, sideBySide } from './panels.ts';
import { type RankTableRow, rankTable, rowLabel } from './rankTable.ts';
import type { PanelOptions, ReportTable } from './reportTable.ts';

/**
 * The coefficients of Table 1 as a Vega-Lite specification: a panel a statistic (τ, each ψ, Ψ), a row a measure at its best
 * radius, with the 95 % interval where there is one. Undefined where no coefficient is defined.
 */
export function intervalFigure(
  { correlations }: Pick<ReportTable, 'correlations'>,
  { columns = 2 }: PanelOptions = {},
): TopLevelSpec | undefined {
  const { measures, rows } = rankTable(correlations);
  const defined = rows.filter(({ values }) => values.some((value) => value !== null));
  if (defined.length === 0) return undefined;
  const numbers = defined.flatMap(({ values, intervals }) => [
    ...values.flatMap((value) => value ?? []),
    ...intervals.flatMap((interval) => (interval ? [interval.low, interval.high] : [])),
  ]);
  const domain = roomyDomain([...numbers, 0])!;
  const panels = defined.map((row) => statisticPanel(row, measures, domain));
  return {
    ...sideBySide('The rank statistics of each measure, with 95 % intervals.', panels, columns),
    // the names of the measures stand between the panels
    spacing: { row: 90, column: 180 },
  };
}

function statisticPanel(
  row: RankTableRow,
  measures: readonly MeasureLabel[],
  domain: [number, number],
): Panel {
  // a measure is told by its place: two may have one label
  const places = measures.map((_, i) => String(i));
  const names = measures.map(({ name, details }) => [name, ...inLines(details, 26)]);
  const values = row.values.flatMap((value, i) => {
    if (value === null) return [];
    const interval = row.intervals[i] ?? null;
    const text = `${formatCoefficient(value)}${interval ? `, ${intervalText(interval)}` : ''}`;
    return [{ place: places[i]!, value, ...interval, text: `${names[i]!.join(', ')}: ${text}` }];
  });
  const axis = { tickCount: 5, format: '~r' };
  const scale = { domain, nice: false, zero: false };
  const x = { field: 'value', type: 'quantitative', title: 'rank correlation', scale, axis } as const;
  const y = {
    field: 'place',
    type: 'nominal',
    title: null,
    scale: { domain: places },
    axis: {
      domain: false,
      ticks: false,
      grid: false,
      labelExpr: `${JSON.stringify(names)}[datum.value]`,
      labelOverlap: false,
      labelLimit: 200,
      labelPadding: 8,
      labelLineHeight: 12,
    },
  } as const;
  const rowHeight = 12 * Math.max(...names.map(({ length }) => length)) + 8;
  return {
    title: { text: rowLabel(row), frame: 'group' },
    width: 220,
    height: measures.length * rowHeight,
    data: { values },
    layer: [
      {
        data: { values: [{}] },
        mark: { type: 'rule', strokeDash: [3, 3], color: '#8a8a8a', aria: false },
        encoding: { x: { datum: 0 } },
      },
      {
        mark: { type: 'rule', color: plainColor, strokeWidth: 2, opacity: 0.55, aria: false },
        transform: [{ filter: 'isValid(datum.low)' }],
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' }, y },
      },
      {
        mark: { type: 'point', filled: true, color: plainColor, size: 55, opacity: 1 },
        encoding: { x, y, description: { field: 'text' }, tooltip: { field: 'text' } },
      },
    ],
  };
}
