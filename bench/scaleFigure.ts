import type { TopLevelSpec } from 'vega-lite';
import { chartConfig } from '../src/report/chartStyle.ts';
import type { ScaleCost } from './scalePoint.ts';

/** A point of a curve. */
export interface ScaleRow {
  readonly ascent: string;
  /** What varies along its curve. */
  readonly axis: 'samples' | 'radii' | 'parameters';
  readonly samples: number;
  readonly radii: number;
  readonly cost: ScaleCost;
}

const AXES = ['samples', 'radii', 'parameters'] as const;
const COSTS = [
  {
    field: 'seconds',
    title: 'seconds, after the first group',
    scale: { type: 'log' },
    axis: { tickCount: 4, format: '~r' },
  },
  { field: 'memory', title: 'peak memory, MiB', scale: { zero: true }, axis: { tickCount: 5 } },
] as const;

function positionOf({ axis, samples, radii, cost }: ScaleRow): number {
  return { samples, radii, parameters: Number(cost.parameters.toPrecision(2)) }[axis];
}

/** What a worker needs against what varies: a column for each of those, time above memory. */
export function scaleFigure(rows: readonly ScaleRow[]): TopLevelSpec {
  const panels = COSTS.flatMap(({ field, ...drawn }) =>
    AXES.map((axis) => ({
      width: 220,
      height: 160,
      data: {
        values: rows
          .filter((row) => row.axis === axis)
          .map(({ ascent, samples, radii, cost }) => ({ ascent, samples, radii, ...cost })),
      },
      mark: { type: 'line' as const, point: true },
      encoding: {
        x: {
          field: axis,
          type: 'quantitative' as const,
          scale: { type: 'log' as const, nice: false, padding: 10 },
          axis: {
            values: [...new Set(rows.filter((row) => row.axis === axis).map(positionOf))],
            format: '~s',
          },
        },
        y: { field, type: 'quantitative' as const, ...drawn },
        color: { field: 'ascent', type: 'nominal' as const, scale: { range: ['#0072b2', '#e69f00'] } },
      },
    })),
  );
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'Time and peak memory of a worker against samples, radii and parameters.',
    config: chartConfig,
    columns: AXES.length,
    concat: panels,
  };
}
