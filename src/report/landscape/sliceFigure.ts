import type { TopLevelSpec } from 'vega-lite';
import { numberAxis } from '../axes.ts';
import { chartConfig, distinctColors } from '../chartStyle.ts';
import { spacingOf } from './levels.ts';
import { type LandscapeCaption, type PlanePoint, slicesOf } from './rows.ts';
import { titleLines } from './titleLines.ts';

const names = { 1: 'direction 1 (u)', 2: 'direction 2 (v)' } as const;

/** The loss along two random directions as a Vega-Lite specification: a line each, the weights in the middle. */
export function sliceFigure(plane: readonly PlanePoint[], caption: LandscapeCaption): TopLevelSpec {
  const points = slicesOf(plane).filter(({ loss }) => Number.isFinite(loss));
  const losses = points.map(({ loss }) => loss);
  const spacing = spacingOf(losses);
  const domain = Object.values(names);
  const named = { field: 'name', type: 'nominal', title: null, legend: { labelLimit: 300 } } as const;
  const x = {
    field: 'position',
    type: 'quantitative',
    title: 'along the direction, in filter norms (0: w)',
    scale: { nice: false },
    axis: { grid: false, format: '~g' },
  } as const;
  const y = {
    field: 'loss',
    type: 'quantitative',
    title: `training loss (${caption.loss})`,
    scale: { type: spacing, nice: false, padding: 10, ...(spacing === 'linear' && { zero: false }) },
    axis: { ...numberAxis(losses), tickCount: 6 },
  } as const;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'The loss along two filter-normalized random directions through the weights.',
    config: chartConfig,
    title: {
      text: 'The loss along random directions',
      subtitle: [caption.checkpoint, `${caption.loss} of ${caption.samples} training examples`].flatMap(
        titleLines,
      ),
    },
    width: 400,
    height: 260,
    layer: [
      { data: { values: [{ position: 0 }] }, mark: { type: 'rule', color: '#8a8a8a' }, encoding: { x } },
      {
        data: {
          values: points.map(({ direction, position, loss }) => ({ name: names[direction], position, loss })),
        },
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: {
          x,
          y,
          color: { ...named, scale: { domain, range: distinctColors.slice(0, 2) } },
          strokeDash: {
            ...named,
            scale: {
              domain,
              range: [
                [1, 0],
                [6, 3],
              ],
            },
          },
        },
      },
    ],
  };
}
