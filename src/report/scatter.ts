import type { TopLevelSpec } from 'vega-lite';
import {
  type CheckpointRow,
  type CorrelationRow,
  type HyperparameterValue,
  type MeasurementRow,
  passesGate,
} from '../correlation/index.ts';
import { bestColumns } from './bestColumns.ts';
import { chartConfig, colorEncoding, plainColor } from './chartStyle.ts';
import { columnFinder } from './columnFinder.ts';
import { drawnModels } from './drawnModels.ts';
import { formatCoefficient, labelText, measureLabels, radiusDetails } from './measureLabel.ts';

export interface ScatterOptions {
  readonly checkpoints: readonly CheckpointRow[];
  readonly measurements: Iterable<MeasurementRow>;
  readonly correlations: readonly CorrelationRow[];
  /** The hyperparameter that colors the points; default: the first that varies. */
  readonly color?: string | undefined;
  /** Panels in a row; default 2. */
  readonly columns?: number | undefined;
}

interface Point {
  readonly checkpoint: string;
  readonly measure: number;
  readonly gap: number;
  readonly color: HyperparameterValue | null;
}

interface Panel {
  readonly title: string;
  readonly subtitle: string;
  readonly axis: string;
  readonly points: readonly Point[];
}

/** What is drawn, however it is laid out. */
export interface ScatterPanels {
  readonly gap: string;
  /** The hyperparameter that colors the points. */
  readonly color: string | undefined;
  readonly panels: readonly Panel[];
}

/** Spans beyond this ratio are drawn on a logarithmic axis. */
const logarithmicSpan = 100;

/**
 * The paper's Figure 2 as a Vega-Lite specification: a panel a measure, at its best radius; the measure
 * against the generalization gap; a point a model that passed the gate; ρ and τ in the title. Values that
 * are not finite are left out of the drawing, and so are most of many thousands of models; both are counted there.
 */
export function scatter(options: ScatterOptions): TopLevelSpec {
  return drawScatter(scatterPanels(options), options.columns);
}

/** @param columns panels in a row */
export function drawScatter({ gap, color, panels }: ScatterPanels, columns = 2): TopLevelSpec {
  const encoding = colorEncoding(
    color,
    panels.flatMap(({ points }) => points.flatMap((point) => point.color ?? [])),
  );
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: 'Each measure at its best radius against the generalization gap, a point a model.',
    config: chartConfig,
    columns,
    bounds: 'flush',
    spacing: { row: 110, column: 72 },
    resolve: { scale: { x: 'independent', y: 'shared', color: 'shared' } },
    concat: panels.map(({ title, subtitle, axis, points }) => {
      const logarithmic = spansWidely(points.map(({ measure }) => measure));
      return {
        title: { text: title, subtitle },
        width: 300,
        height: 210,
        data: { values: points.map((point) => ({ ...point })) },
        mark: {
          type: 'point',
          filled: true,
          size: 44,
          opacity: 0.9,
          ...(encoding ? {} : { color: plainColor }),
        },
        encoding: {
          x: {
            field: 'measure',
            type: 'quantitative',
            title: axis,
            scale: logarithmic ? { type: 'log', nice: false, padding: 12 } : { zero: false, padding: 12 },
            axis: { format: logarithmic ? '~e' : '.3~g', tickCount: logarithmic ? 4 : 5 },
          },
          y: {
            field: 'gap',
            type: 'quantitative',
            title: `generalization gap (${gap})`,
            scale: { zero: false, padding: 10 },
            axis: { format: '.3~g', tickCount: 6 },
          },
          ...(encoding ? { color: encoding } : {}),
          tooltip: [{ field: 'checkpoint' }, { field: 'measure' }, { field: 'gap' }],
        },
      };
    }),
  };
}

/** The points of all panels, in one pass through the measurements. */
export function scatterPanels(options: ScatterOptions): ScatterPanels {
  const { correlations, checkpoints, measurements } = options;
  const gap = correlations[0]?.gap ?? 'loss';
  const gate = correlations[0]?.gate ?? 0;
  const entering = checkpoints.filter((row) => passesGate(row, gate));
  const color = options.color ?? firstVarying(entering);
  const drawn = drawnModels(entering.map(({ checkpoint }) => checkpoint));
  const models = new Map(entering.map((row) => [row.checkpoint, row]));
  const columns = bestColumns(correlations);
  const columnOf = columnFinder(columns.map(({ identity }) => identity));
  const found = columns.map(() => ({ finite: 0, hidden: 0, points: [] as Point[] }));
  for (const row of measurements) {
    const model = models.get(row.checkpoint);
    const column = model && columnOf(row);
    if (model === undefined || column === undefined) continue;
    const modelGap = gap === 'error' ? model.gap_error : model.gap_loss;
    const panel = found[column]!;
    if (!Number.isFinite(row.value) || !Number.isFinite(modelGap)) {
      panel.hidden += 1;
      continue;
    }
    panel.finite += 1;
    if (!drawn.has(row.checkpoint)) continue;
    const own = model.hyperparameters;
    panel.points.push({
      checkpoint: row.checkpoint,
      measure: row.value,
      gap: modelGap,
      color: color !== undefined && Object.hasOwn(own, color) ? own[color]! : null,
    });
  }
  const labels = measureLabels(columns.map(({ identity }) => identity));
  const panels = columns.map(({ identity, tau }, i): Panel => {
    const { finite, hidden, points } = found[i]!;
    return {
      title: labelText(labels[i]!),
      subtitle: [
        ...radiusDetails(identity.rho),
        `τ = ${formatCoefficient(tau)}`,
        `${finite} models`,
        ...(points.length === finite ? [] : [`${points.length} of them drawn`]),
        ...(hidden === 0 ? [] : [`${hidden} not shown: not finite`]),
      ].join(', '),
      axis: labels[i]!.name,
      points,
    };
  });
  return { gap, color, panels };
}

function firstVarying(models: readonly CheckpointRow[]): string | undefined {
  const names = Object.keys(models[0]?.hyperparameters ?? {});
  return (
    names.find((name) => new Set(models.map(({ hyperparameters: own }) => own[name])).size > 1) ?? names[0]
  );
}

function spansWidely(values: readonly number[]): boolean {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.length > 0 && least > 0 && most / least > logarithmicSpan;
}
