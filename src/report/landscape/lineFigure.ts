import type { TopLevelSpec } from 'vega-lite';
import { numberAxis } from '../axes.ts';
import { chartConfig, plainColor } from '../chartStyle.ts';
import type { LandscapeCaption, LinePoint } from './rows.ts';
import { titleLines } from './titleLines.ts';

const maximizerColor = '#d55e00';

/**
 * The loss on the line through the maximizer as a Vega-Lite specification: its rise above w, the mean over groups
 * within its standard error; a dot at the maximizer, where the rise is the measure.
 */
export function lineFigure(line: readonly LinePoint[], caption: LandscapeCaption): TopLevelSpec {
  const shown = line
    .filter(({ rise }) => Number.isFinite(rise))
    .map(({ t, rise, standard_error }) => {
      const error = Number.isFinite(standard_error) ? standard_error : 0;
      return { t, rise, low: rise - error, high: rise + error };
    });
  const { checkpoint, value, groups, m, measure } = caption;
  const x = {
    field: 't',
    type: 'quantitative',
    title: 't: the way to the maximizer (0: w, 1: w + ε)',
    scale: { nice: false },
    axis: { grid: false },
  } as const;
  const y = {
    field: 'rise',
    type: 'quantitative',
    title: 'rise of the loss, L(w + t ε) − L(w)',
    scale: { nice: false, padding: 8 },
    axis: { ...numberAxis(shown.map(({ rise }) => rise)), tickCount: 6 },
  } as const;
  const over =
    groups === 1 ? `${m} training examples` : `mean over ${groups} groups of ${m}, each with its own ε`;
  const found = Number(value.toPrecision(4));
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'The loss on the line from the weights through the maximizer of sharpness.',
    config: chartConfig,
    title: {
      text: 'The loss through the maximizer',
      subtitle: [checkpoint, measure, over].flatMap(titleLines),
    },
    width: 400,
    height: 260,
    layer: [
      { data: { values: [{ t: 0 }, { t: 1 }] }, mark: { type: 'rule', color: '#d0d0d0' }, encoding: { x } },
      {
        data: { values: shown },
        mark: { type: 'area', color: plainColor, opacity: 0.18 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        data: { values: shown },
        mark: { type: 'line', color: plainColor, strokeWidth: 1.8 },
        encoding: { x, y },
      },
      ...(Number.isFinite(value) ? [{ size: 60 }] : []).map(({ size }) => ({
        data: { values: [{ t: 1, rise: value }] },
        mark: { type: 'point' as const, size, filled: true, color: maximizerColor, opacity: 1 },
        encoding: { x, y },
      })),
      ...(Number.isFinite(value) ? [`${found} at t = 1`] : []).map((text) => ({
        data: { values: [{ t: 1, rise: value, text }] },
        mark: {
          type: 'text' as const,
          align: 'right' as const,
          dx: -10,
          dy: -6,
          color: maximizerColor,
          fontSize: 11,
        },
        encoding: { x, y, text: { field: 'text', type: 'nominal' as const } },
      })),
    ],
  };
}
