import type { TopLevelSpec } from 'vega-lite';
import type { MeasureIdentity, MeasurementRow } from '../correlation/index.ts';
import { numberAxis } from './axes.ts';
import { bestColumns } from './bestColumns.ts';
import { chartConfig, plainColor } from './chartStyle.ts';
import { columnFinder } from './columnFinder.ts';
import { measureLabels, radiusDetails } from './measureLabel.ts';
import { quantile } from './quantile.ts';
import type { PanelOptions, ReportTable } from './reportTable.ts';

/** One layer's values: the median over the checkpoints, and the quartiles. */
interface LayerValue {
  readonly layer: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** More layers than these are set closer. */
const MANY_LAYERS = 40;

/** The layers that have rows of their own, in the order of the network; those of other networks follow. */
export function layersOf(measurements: Iterable<MeasurementRow>): readonly string[] {
  const layers = new Set<string>();
  for (const { layer } of measurements) if (layer !== null) layers.add(layer);
  return [...layers];
}

/** The values of all layers for some measures of whole networks, each at its radius. */
export function layerValues(
  measurements: Iterable<MeasurementRow>,
  identities: readonly MeasureIdentity[],
): readonly (readonly LayerValue[])[] {
  const columnOf = columnFinder(identities.map((identity) => ({ ...identity, layer: null })));
  const found = identities.map(() => new Map<string, number[]>());
  for (const row of measurements) {
    if (row.layer === null || !Number.isFinite(row.value)) continue;
    const column = columnOf({ ...row, layer: null });
    if (column === undefined) continue;
    const ofLayer = found[column]!.get(row.layer);
    if (ofLayer === undefined) found[column]!.set(row.layer, [row.value]);
    else ofLayer.push(row.value);
  }
  return found.map((layers) =>
    [...layers].map(([layer, values]) => ({
      layer,
      median: quantile(values, 0.5),
      low: quantile(values, 0.25),
      high: quantile(values, 0.75),
    })),
  );
}

/**
 * Where the sharpness is, as a Vega-Lite specification: a panel a measure at the best radius of the whole network,
 * a bar a layer that alone is perturbed, in the order of the network; medians over the checkpoints, with lines
 * from quartile to quartile.
 */
export function layerFigure(
  { measurements, correlations }: Pick<ReportTable, 'measurements' | 'correlations'>,
  { columns = 4 }: PanelOptions = {},
): TopLevelSpec {
  const layers = [...layersOf(measurements)];
  const many = layers.length > MANY_LAYERS;
  const measures = bestColumns(correlations).map(({ identity }) => identity);
  const labels = measureLabels(measures);
  const valuesOf = layerValues(measurements, measures);
  const x = { field: 'median', type: 'quantitative', title: 'value', scale: { zero: true } } as const;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description:
      'Each measure where one layer alone is perturbed: medians and quartiles over the checkpoints.',
    config: chartConfig,
    columns,
    bounds: 'flush',
    spacing: { row: 110, column: 24 },
    resolve: { scale: { x: 'independent', y: 'shared' } },
    concat: measures.map((identity, i) => {
      const values = valuesOf[i]!;
      const isFirst = i % columns === 0;
      const y = {
        field: 'layer',
        type: 'nominal',
        sort: layers,
        title: null,
        scale: { domain: layers },
        axis: {
          labels: isFirst,
          domain: false,
          ticks: false,
          labelFontSize: many ? 7.5 : 10,
          labelLimit: 220,
          labelPadding: 8,
          labelOverlap: false,
        },
      } as const;
      const axis = { ...numberAxis(values.map(({ median }) => median)), tickCount: 3 };
      return {
        title: {
          text: [labels[i]!.name, ...labels[i]!.details],
          subtitle: radiusDetails(identity.rho).join(''),
          frame: 'group',
        },
        width: columns === 1 ? 300 : 140,
        height: layers.length * (many ? 9 : 15),
        data: { values: values.map((value) => ({ ...value })) },
        layer: [
          {
            mark: { type: 'bar', color: plainColor, opacity: 0.55 },
            encoding: { x: { ...x, axis }, y, tooltip: [{ field: 'layer' }, { field: 'median' }] },
          },
          {
            mark: { type: 'rule', color: '#7d7d7d', strokeWidth: 1.5 },
            encoding: { x: { ...x, field: 'low', axis }, x2: { field: 'high' }, y },
          },
        ],
      };
    }),
  };
}
