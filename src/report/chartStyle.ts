import type { Config } from 'vega-lite';

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
