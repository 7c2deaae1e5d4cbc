import type { TopLevelSpec } from 'vega-lite';
import type { CorrelationRow, MeasurementRow } from '../../correlation/index.ts';
import { numberAxis } from '../axes.ts';
import { chartConfig, plainColor } from '../chartStyle.ts';
import { type Coloring, colorEncoding, coloringOf } from '../coloring.ts';
import { labelText, radiusDetails } from '../measureLabel.ts';
import { quantile } from '../quantile.ts';
import { type ConvergencePanel, convergencePanels, relativeErrors, type Stage } from './panels.ts';
import { targets } from './sampleNeeds.ts';

export interface ConvergenceOptions {
  readonly convergence: Iterable<MeasurementRow>;
  readonly correlations: readonly CorrelationRow[];
  /** Panels in a row; default 2. */
  readonly columns?: number | undefined;
}

/** A point of a curve with a band around it. */
interface Point {
  readonly samples: number;
  readonly middle: number;
  readonly low: number;
  readonly high: number;
  /** m */
  readonly color: number;
}

type Summarize = (stage: Stage) => Pick<Point, 'middle' | 'low' | 'high'> | undefined;

/** Of one checkpoint: the value and its standard error. */
const valueAndError: Summarize = ({ estimates: [only] }) => {
  if (!only || !Number.isFinite(only.value)) return undefined;
  const error = Number.isFinite(only.error) ? only.error : 0;
  return { middle: only.value, low: only.value - error, high: only.value + error };
};

/** Of several: the errors as shares of the values, median and quartiles. A logarithmic axis has no 0. */
const errorQuartiles: Summarize = (stage) => {
  const errors = relativeErrors(stage).filter((error) => error > 0);
  if (errors.length === 0) return undefined;
  return { middle: quantile(errors, 0.5), low: quantile(errors, 0.25), high: quantile(errors, 0.75) };
};

function pointsOf({ sizes }: ConvergencePanel, summarize: Summarize): Point[] {
  return sizes.flatMap(({ m, stages }) =>
    stages.flatMap((stage) => {
      const summary = summarize(stage);
      return summary ? [{ samples: stage.samples, ...summary, color: m }] : [];
    }),
  );
}

/** What is drawn of one checkpoint, and of several. */
const drawings = {
  one: {
    summarize: valueAndError,
    description: 'The value of each measure, within its standard error, against the number of samples.',
    y: { title: 'value', scale: { zero: false, nice: false, padding: 10 } },
    ofPanels: 'independent',
  },
  several: {
    summarize: errorQuartiles,
    description:
      'The standard error of each measure as a share of its value against the number of samples: median and quartiles over the checkpoints.',
    y: { title: 'standard error / value', scale: { type: 'log', nice: false, padding: 10 } },
    ofPanels: 'shared',
  },
} as const;

/** 1, 2 and 5 times the powers of ten from 0.01 % to 1000 %. */
const roundShares: readonly number[] = [-4, -3, -2, -1, 0].flatMap((power) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
);

type Layer = Extract<TopLevelSpec, { readonly layer: unknown }>['layer'][number];

/** A dashed line across at an error that a reader asks for. */
function targetRule(target: number): Layer {
  return {
    data: { values: [{ target }] },
    mark: { type: 'rule', strokeDash: [3, 3], color: '#8a8a8a' },
    encoding: { y: { field: 'target', type: 'quantitative' } },
  };
}

/** Of some numbers, those that lie among what is drawn: a line elsewhere would squeeze it. */
function among(points: readonly Point[], numbers: readonly number[]): number[] {
  const least = Math.min(...points.map(({ low }) => low));
  const most = Math.max(...points.map(({ high }) => high));
  return numbers.filter((number) => number >= least && number <= most);
}

function ascending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** The legend in full colors, though bands are faint. */
function legible(coloring: Coloring | undefined) {
  if (coloring === undefined) return { value: plainColor };
  return { ...colorEncoding(coloring, 'color'), legend: { symbolOpacity: 1 } };
}

function hasSeveralCheckpoints(rows: Iterable<MeasurementRow>): boolean {
  let first: string | undefined;
  for (const { checkpoint } of rows) {
    first ??= checkpoint;
    if (checkpoint !== first) return true;
  }
  return false;
}

/**
 * How the measures settle as samples are added, as a Vega-Lite specification: a panel a measure, a color an m.
 * Of one checkpoint, the value within its standard error; of several, the standard error as a share of the
 * value, the median with the quartiles around it.
 */
export function convergenceFigure({ convergence, correlations, columns }: ConvergenceOptions): TopLevelSpec {
  const panels = convergencePanels(convergence, correlations);
  const several = hasSeveralCheckpoints(convergence);
  const drawing = several ? drawings.several : drawings.one;
  const pointsOfPanels = panels.map((panel) => pointsOf(panel, drawing.summarize));
  const all = pointsOfPanels.flat();
  const sizes = ascending(all.map(({ color }) => color));
  const color = legible(sizes.length > 1 ? coloringOf('m', sizes) : undefined);
  const x = {
    field: 'samples',
    type: 'quantitative',
    title: 'samples',
    scale: { type: 'log', base: 2, nice: false, padding: 12 },
    axis: { format: 'd', values: ascending(all.map(({ samples }) => samples)), grid: false },
  } as const;
  const layersOf = (points: readonly Point[]): Layer[] => {
    const axis = several
      ? { format: '~%', values: among(all, roundShares) }
      : { ...numberAxis(points.map(({ middle }) => middle)), tickCount: 6 };
    const y = { ...drawing.y, axis, field: 'middle', type: 'quantitative' } as const;
    return [
      {
        mark: { type: 'area', opacity: 0.16 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      ...(several ? among(all, targets).map(targetRule) : []),
      // a single point has no area
      {
        mark: { type: 'rule', opacity: 0.5 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
      },
      { mark: { type: 'line', strokeWidth: 1.6 }, encoding: { x, y, color } },
      { mark: { type: 'point', filled: true, size: 30, opacity: 1 }, encoding: { x, y, color } },
    ];
  };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: drawing.description,
    config: chartConfig,
    columns: columns ?? 2,
    bounds: 'flush',
    spacing: { row: 110, column: 72 },
    resolve: { scale: { x: 'shared', y: drawing.ofPanels, color: 'shared' } },
    concat: panels.map(({ label, rho }, i) => ({
      title: { text: labelText(label), subtitle: radiusDetails(rho).join(''), frame: 'group' },
      width: 300,
      height: 210,
      data: { values: pointsOfPanels[i]!.map((point) => ({ ...point })) },
      layer: layersOf(pointsOfPanels[i]!),
    })),
  };
}
