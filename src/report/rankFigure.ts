import type { TopLevelSpec } from 'vega-lite';
import { chartConfig } from './chartStyle.ts';
import { formatCoefficient, radiusDetails } from './measureLabel.ts';
import { type RankTable, rowLabel } from './rankTable.ts';

const cellWidth = 104;
const cellHeight = 30;

/** Table 1 as a Vega-Lite specification: a tile a coefficient, purple below 0, green above, the best in bold. */
export function rankFigure(table: RankTable): TopLevelSpec {
  // a measure is told by its place: two may have one label
  const places = table.measures.map((_, i) => String(i));
  const rows = [...table.rows.map(rowLabel)];
  const cells = table.rows.flatMap((row, y) =>
    row.values.map((value, x) => ({
      place: places[x]!,
      row: rows[y]!,
      value,
      text: formatCoefficient(value),
      weight: row.best[x] ? 'bold' : 'normal',
    })),
  );
  const heads = table.measures.map(({ name, details }, i) => {
    return [...name.split(' '), ...details, ...radiusDetails(table.radii[i]!)];
  });
  const height = Math.max(1, ...heads.map((lines) => lines.length));
  const x = { field: 'place', type: 'nominal', sort: places, axis: null } as const;
  const y = {
    field: 'row',
    type: 'nominal',
    sort: rows,
    title: null,
    axis: { domain: false, ticks: false, labelFontSize: 11, labelLimit: 260, labelPadding: 10 },
  } as const;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'Rank statistics of each measure at its best radius.',
    config: chartConfig,
    spacing: 8,
    vconcat: [
      {
        width: { step: cellWidth },
        height: 14 * height,
        data: { values: heads.map((lines, i) => ({ place: places[i]!, lines: atBottom(lines, height) })) },
        mark: { type: 'text', baseline: 'top', lineHeight: 14, fontSize: 11, color: '#262626' },
        encoding: { x, y: { value: 0 }, text: { field: 'lines', type: 'nominal' } },
      },
      {
        width: { step: cellWidth },
        height: { step: cellHeight },
        data: { values: cells },
        encoding: { x, y },
        layer: [
          {
            mark: { type: 'rect', stroke: 'white', strokeWidth: 2 },
            encoding: {
              color: {
                field: 'value',
                type: 'quantitative',
                legend: null,
                scale: { domain: [-1, 0, 1], range: ['#c2a5cf', '#f7f7f7', '#a6dba0'] },
              },
            },
          },
          ...(['normal', 'bold'] as const).map((weight) => ({
            transform: [{ filter: { field: 'weight', equal: weight } }],
            mark: { type: 'text' as const, fontSize: 12, fontWeight: weight, color: '#1a1a1a' },
            encoding: { text: { field: 'text', type: 'nominal' as const } },
          })),
        ],
      },
    ],
  };
}

/** Text hangs from its first line: blank lines before it let all columns end on one. */
function atBottom(lines: readonly string[], height: number): readonly string[] {
  return [...new Array<string>(height - lines.length).fill(''), ...lines];
}
