import type { TopLevelSpec } from 'vega-lite';
import type { HyperparameterValue } from '../correlation/index.ts';
import { logAxis, numberAxis, roomyDomain } from './axes.ts';
import { plainColor } from './chartStyle.ts';
import { type Coloring, colorEncoding, coloringOf, missingColor } from './coloring.ts';
import { type ConcatSpec, inLines, type Panel, sideBySide } from './panels.ts';
import type { ReportTable } from './reportTable.ts';
import { type ScatterData, scatterData } from './scatterData.ts';

export interface ScatterOptions {
  /** The hyperparameter that colors the points; default: the first that varies. */
  readonly color?: string | undefined;
  /** Panels in a row; default 2. */
  readonly columns?: number | undefined;
}

/** Spans beyond this ratio are drawn on a logarithmic axis. */
const logarithmicSpan = 100;

/**
 * The paper's Figure 2 as a Vega-Lite specification: a panel a measure, at its best radius; the measure against the
 * generalization gap; a point a model that passed the gate; ρ and τ in the title. Marking a region of one panel shows the
 * same models in all others; a list chooses the hyperparameter that colors them. Values that are not finite are left out
 * of the drawing, and so are most of many thousands of models; both are counted there.
 *
 * @param table the tables of an output folder: `await readOutputTables('results')`
 */
export function scatter(table: ReportTable, { color, columns }: ScatterOptions = {}): TopLevelSpec {
  return interactiveScatter(scatterData(table, color), columns);
}

/** The coloring of the points by the hyperparameter at a place. */
export function pointColoring({ hyperparameters, models }: ScatterData, place: number): Coloring | undefined {
  const values = models.flatMap((model): HyperparameterValue[] => {
    const value = model.hyperparameters[place];
    return value === null || value === undefined ? [] : [value];
  });
  return coloringOf(hyperparameters[place]!, values);
}

const description = 'Each measure at its best radius against the generalization gap, a point a model.';
const selected = { condition: { param: 'brush', value: 0.9 }, value: 0.1 };

/** The figure with a brush over all panels, and a choice of what colors the points. */
export function interactiveScatter(data: ScatterData, columns = 2): TopLevelSpec {
  const names = data.measures.map((_, i) => `measure_${i}`);
  const choice = colorChoice(data);
  const color = choice?.encoding ?? staticColor(data);
  return {
    ...sideBySide(description, panelsOf(data, { color, opacity: selected }, names), columns),
    data: { values: rowsOf(data) },
    resolve: { scale: { x: 'independent', y: 'independent', color: 'shared' } },
    ...(choice && { title: choice.title, transform: [choice.transform] }),
    params: [
      ...(names.length > 0 ? [{ name: 'brush', select: 'interval' as const, views: names }] : []),
      ...(choice ? [choice.param] : []),
    ],
  };
}

/** The panels as they are printed: colored by one hyperparameter, without a legend. */
export function staticScatter(data: ScatterData): ConcatSpec {
  const color = staticColor(data, null);
  return {
    ...sideBySide(description, panelsOf(data, { color, opacity: { value: 0.9 } }), 1),
    data: { values: rowsOf(data) },
  };
}

/** A hyperparameter's or a measure's name may hold what a field's name may not. */
const hyperparameterField = (place: number): string => `h${place}`;
const measureField = (place: number): string => `m${place}`;

function rowsOf({ models }: ScatterData) {
  return models.map(({ checkpoint, gap, hyperparameters, measures }) => ({
    checkpoint,
    gap,
    ...Object.fromEntries(hyperparameters.map((value, i) => [hyperparameterField(i), value])),
    ...Object.fromEntries(measures.map((value, i) => [measureField(i), value])),
  }));
}

interface Appearance {
  readonly color: object;
  readonly opacity: object;
}

function panelsOf(data: ScatterData, { color, opacity }: Appearance, names?: readonly string[]): Panel[] {
  const gaps = data.models.map(({ gap }) => gap);
  const y = {
    field: 'gap',
    type: 'quantitative',
    title: gapMeaning(data),
    scale: { domain: roomyDomain(gaps) ?? [0, 1], nice: false, zero: false },
    axis: { ...numberAxis(gaps), tickCount: 6 },
  } as const;
  return data.measures.map((measure, i) => {
    const field = measureField(i);
    const values = data.models.flatMap(({ measures }) => measures[i] ?? []);
    const { name, details } = measure.label;
    return {
      ...(names && { name: names[i]! }),
      title: { text: inLines([name, ...details]), subtitle: inLines(measure.notes), frame: 'group' },
      width: 300,
      height: 210,
      transform: [{ filter: `isValid(datum.${field})` }],
      mark: { type: 'point', filled: true, size: 40, aria: false },
      encoding: {
        x: { field, type: 'quantitative', title: measureMeaning(name, values), ...measureAxis(values) },
        y,
        color,
        opacity,
        tooltip: [
          { field: 'checkpoint', type: 'nominal' },
          { field, type: 'quantitative', title: name, format: '.4~g' },
          { field: 'gap', type: 'quantitative', title: gapTitle(data), format: '.4~g' },
          ...data.hyperparameters.map((title, h) => ({ field: hyperparameterField(h), title })),
        ],
      },
    } as Panel;
  });
}

export function gapTitle({ gap }: ScatterData): string {
  return `generalization gap (${gap})`;
}

function gapMeaning({ gap }: ScatterData): string {
  return gap === 'error' ? 'training accuracy − test accuracy' : 'test loss − training loss';
}

/** A sharpness is a difference of losses; the others have no unit that a few words could name. */
function measureMeaning(name: string, values: readonly number[]): string {
  const meaning = name.endsWith('sharpness') ? `${name}: L(w + ε) − L(w)` : name;
  return spansWidely(values) ? `${meaning} (log)` : meaning;
}

function measureAxis(values: readonly number[]) {
  return spansWidely(values)
    ? { scale: { type: 'log', nice: false, padding: 12 }, axis: { ...logAxis(values), grid: true } }
    : { scale: { zero: false, nice: false, padding: 12 }, axis: { ...numberAxis(values), tickCount: 5 } };
}

function spansWidely(values: readonly number[]): boolean {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return values.length > 0 && least > 0 && most / least > logarithmicSpan;
}

/** @param legend null: none */
function staticColor(data: ScatterData, legend?: null) {
  const coloring = data.color === undefined ? undefined : pointColoring(data, data.color);
  if (data.color === undefined || coloring === undefined) return { value: plainColor };
  const field = hyperparameterField(data.color);
  const encoding = { ...colorEncoding(coloring, field), ...(legend === null && { legend }) };
  return { condition: { test: `isValid(datum.${field})`, ...encoding }, value: missingColor };
}

/**
 * A list of the hyperparameters that can color the points in the same way, with few values or with many; undefined where
 * there is but one. The title says which of them does, as a legend's own title cannot change.
 */
function colorChoice(data: ScatterData) {
  const own = data.color === undefined ? undefined : pointColoring(data, data.color);
  const choices = data.hyperparameters.flatMap((name, place) => {
    const kind = pointColoring(data, place)?.kind;
    return kind !== undefined && kind === own?.kind ? { name, field: hyperparameterField(place) } : [];
  });
  if (data.color === undefined || own === undefined || choices.length < 2) return undefined;
  const fields = choices.map(({ field }) => field);
  const labels = choices.map(({ name }) => name);
  const names = JSON.stringify(Object.fromEntries(choices.map(({ field, name }) => [field, name])));
  return {
    param: {
      name: 'color_by',
      value: hyperparameterField(data.color),
      bind: { input: 'select' as const, name: 'color: ', options: fields, labels },
    },
    title: {
      text: { expr: `'color: ' + ${names}[color_by]` },
      fontWeight: 'normal' as const,
      offset: 4,
    },
    encoding: {
      condition: {
        test: 'isValid(datum.color)',
        field: 'color',
        title: null,
        type: own.kind === 'classes' ? 'ordinal' : 'quantitative',
        scale: { scheme: { name: 'viridis', extent: [0.1, 0.86] } },
      },
      value: missingColor,
    },
    transform: { calculate: 'datum[color_by]', as: 'color' },
  };
}
