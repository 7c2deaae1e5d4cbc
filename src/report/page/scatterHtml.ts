import type { HyperparameterValue } from '../../correlation/index.ts';
import { type Coloring, colorOf } from '../coloring.ts';
import { formatNumber, labelText } from '../measureLabel.ts';
import { singly } from '../panels.ts';
import { renderSvg } from '../render.ts';
import { gapTitle, pointColoring, staticScatter } from '../scatter.ts';
import type { ScatterData } from '../scatterData.ts';
import { type Html, html, trusted } from './html.ts';

/** The scatter plots, a panel a measure that has points, with all that the page's script reads. */
export async function scatterHtml(data: ScatterData): Promise<Html> {
  const specs = singly(staticScatter(data));
  const hasPoints = (i: number): boolean => data.models.some(({ measures }) => measures[i] !== null);
  const shown = data.measures.map((_, i) => i).filter(hasPoints);
  const panels = await Promise.all(
    shown.map(async (i) => {
      const label = `${labelText(data.measures[i]!.label)} against the ${gapTitle(data)}: ${data.measures[i]!.notes.join(', ')}`;
      const svg = trusted(withCircles(await renderSvg(specs[i]!)));
      return html`<div class="panel" data-measure="${String(i)}" role="img" aria-label="${label}">${svg}</div>\n`;
    }),
  );
  return html`${controls(data)}
<div class="panels">
${panels}</div>
<p class="marked"><output>Drag over points to mark their models in every panel.</output> <button type="button" hidden>show all</button></p>
<script type="application/json" id="models">${trusted(scriptJson(modelsJson(data)))}</script>`;
}

/** A list of the hyperparameters, which is of use with the script only, and the legend of each. */
function controls({ hyperparameters, color, ...data }: ScatterData): Html {
  if (color === undefined) return html``;
  const options = hyperparameters.map(
    (name, i) => html`<option value="${String(i)}"${i === color ? selected : ''}>${name}</option>`,
  );
  const legends = hyperparameters.map((_, i) => {
    const coloring = pointColoring({ ...data, hyperparameters, color }, i);
    const entries = legendOf(coloring).map(
      ([label, shade]) => html`<li><i style="background:${shade}"></i>${label}</li>`,
    );
    return html`<ul class="legend" data-hyperparameter="${String(i)}"${i === color ? '' : hidden}>${entries}</ul>`;
  });
  return html`<div class="controls"><label>color <select autocomplete="off">${options}</select></label><span class="still">${hyperparameters[color]!}</span>${legends}</div>`;
}

const selected = trusted(' selected');
const hidden = trusted(' hidden');

/** Of a range, every second of its stops. */
function legendOf(coloring: Coloring | undefined): readonly (readonly [label: string, color: string])[] {
  if (coloring === undefined) return [];
  if (coloring.kind === 'classes')
    return coloring.classes.map(({ value, color }) => [valueText(value), color]);
  return coloring.stops
    .filter((_, i) => i % 2 === 0)
    .map((stop) => [formatNumber(Number(stop.toPrecision(2))), colorOf(coloring, stop)]);
}

function valueText(value: HyperparameterValue): string {
  return typeof value === 'number' ? formatNumber(value) : String(value);
}

/** What the script works with: whole columns, so that names are said once. */
function modelsJson(data: ScatterData): object {
  return {
    gap: gapTitle(data),
    gapColumn: `gap_${data.gap}`,
    checkpoints: data.models.map(({ checkpoint }) => checkpoint),
    gaps: data.models.map(({ gap }) => gap),
    hyperparameters: data.hyperparameters.map((name, i) => {
      const values = data.models.map(({ hyperparameters }) => hyperparameters[i] ?? null);
      const coloring = pointColoring(data, i);
      const shades = values.map((value) => (coloring === undefined ? '' : colorOf(coloring, value)));
      const palette = [...new Set(shades)];
      const places = new Map(palette.map((shade, place) => [shade, place]));
      return { name, values, palette, colors: shades.map((shade) => places.get(shade)!) };
    }),
    measures: data.measures.map(({ label, rho }, i) => ({
      name: [labelText(label), ...(rho === null ? [] : [`ρ = ${formatNumber(rho)}`])].join(', '),
      values: data.models.map(({ measures }) => measures[i]!),
    })),
  };
}

/** JSON that no name in it can end early. */
function scriptJson(value: object): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

const point =
  /<path transform="translate\(([-\d.]+),([-\d.]+)\)" d="M([\d.]+),0A[^"]*" fill="([^"]*)"[^>]*?opacity="[\d.]+"(?:\/>|><\/path>)/g;

/** The same drawing with its points as circles, which take a third of the space. */
function withCircles(svg: string): string {
  return svg.replace(point, (_, x, y, radius, fill) => {
    return `<circle cx="${rounded(x)}" cy="${rounded(y)}" r="${rounded(radius)}" fill="${fill}"/>`;
  });
}

function rounded(number: string): string {
  return String(Number(Number(number).toFixed(1)));
}
