import type { Config } from 'vega-lite';
import type { HyperparameterValue } from '../correlation/index.ts';

const ink = '#262626';
const faint = '#8a8a8a';

/** How every figure is set: thin lines, no box, room for the data. */
export const chartConfig: Config = {
  background: 'white',
  padding: 10,
  font: 'DejaVu Sans, Verdana, sans-serif',
  view: { stroke: null },
  title: {
    anchor: 'start',
    color: ink,
    fontSize: 11.5,
    fontWeight: 'bold',
    subtitleColor: ink,
    subtitleFontSize: 11,
    subtitlePadding: 4,
    offset: 10,
  },
  axis: {
    domainColor: faint,
    tickColor: faint,
    tickSize: 4,
    gridColor: '#e9e9e9',
    labelColor: ink,
    labelFontSize: 10,
    titleColor: ink,
    titleFontSize: 10.5,
    titleFontWeight: 'normal',
    titlePadding: 7,
    labelOverlap: true,
  },
  legend: {
    orient: 'top',
    direction: 'horizontal',
    titleAnchor: 'middle',
    titleOrient: 'left',
    titleFontSize: 10.5,
    titleFontWeight: 'normal',
    titleColor: ink,
    labelFontSize: 10.5,
    labelColor: ink,
    symbolSize: 60,
  },
};

/** How an axis writes values: small ones as powers of ten. */
export function valueFormat(values: readonly number[]): { format: string; labelExpr: string } {
  const small = values.every((value) => Math.abs(value) < 1e-3);
  return { format: small ? '.2~e' : '.3~g', labelExpr: "datum.value === 0 ? '0' : datum.label" };
}

/** Of marks that no hyperparameter colors. */
export const plainColor: string = '#2a6f97';

/** Okabe and Ito's colors, which color-blind readers tell apart (without black and yellow). */
export const distinctColors: readonly string[] = [
  '#0072b2',
  '#e69f00',
  '#009e73',
  '#cc79a7',
  '#56b4e9',
  '#d55e00',
];
const viridis = { name: 'viridis', extent: [0.1, 0.88] } as const;
const fewValues = 8;

/** Points by a hyperparameter: steps of viridis for few numbers, all of it for many, distinct hues for names. */
export function colorEncoding(
  title: string | undefined,
  values: readonly HyperparameterValue[],
):
  | {
      field: string;
      title: string;
      type: 'ordinal' | 'quantitative' | 'nominal';
      sort?: HyperparameterValue[];
      scale: object;
    }
  | undefined {
  const distinct = [...new Set(values)];
  if (title === undefined || distinct.length === 0) return undefined;
  const common = { field: 'color', title };
  if (!distinct.every((value) => typeof value === 'number')) {
    const named = distinct.length <= distinctColors.length;
    return {
      ...common,
      type: 'nominal',
      scale: named ? { range: distinctColors.slice(0, distinct.length) } : { scheme: 'tableau20' },
    };
  }
  if (distinct.length > fewValues) return { ...common, type: 'quantitative', scale: { scheme: viridis } };
  return {
    ...common,
    type: 'ordinal',
    scale: { scheme: { ...viridis, count: Math.max(2, distinct.length) } },
  };
}
