import { type Html, html, trusted } from './html.ts';
import { formatCoefficient, formatNumber } from './measureLabel.ts';
import { type RankTable, rowLabel } from './rankTable.ts';
import { styleSheet } from './styleSheet.ts';

export interface PageContent {
  readonly answer: string;
  readonly table: RankTable;
  /** The scatter as SVG, for wide and for narrow windows. */
  readonly scatter: { readonly wide: string; readonly narrow: string };
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** The whole page: static, in one file, without a script. */
export function page({ answer, table, scatter, manifest }: PageContent): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="color-scheme" content="light dark">
<title>Which measure ranks these models?</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<main>
<header>
<h1>Which measure ranks these models by generalization gap?</h1>
<p class="answer">${answer.replaceAll(' = ', '\u00a0=\u00a0')}</p>
</header>
<figure class="table">
<figcaption><b>Table 1.</b> Rank statistics of each measure at its best radius, the one with the largest τ. τ: Kendall’s rank correlation with the generalization gap. ψ: its mean over the models that differ in one hyperparameter only. Ψ: the mean of the ψ. The largest value of a row is bold.</figcaption>
<div class="scroll">${rankTableHtml(table)}</div>
</figure>
<figure class="plot">
<div class="wide" role="img" aria-label="Scatter plots of each measure against the generalization gap">${trusted(scatter.wide)}</div>
<div class="narrow" role="img" aria-label="Scatter plots of each measure against the generalization gap">${trusted(scatter.narrow)}</div>
<figcaption><b>Figure 1.</b> Each measure at its best radius against the generalization gap. A point is a model.</figcaption>
</figure>
<section>
<h2>How it was measured</h2>
${definitions(manifest)}
</section>
</main>
</body>
</html>
`.markup;
}

/** The table as HTML. */
function rankTableHtml(table: RankTable): Html {
  const heads = table.measures.map(
    ({ name, details }) =>
      html`<th scope="col">${name}${details.map((detail) => html`<span>${detail}</span>`)}</th>`,
  );
  const radii = table.radii.map((rho) => html`<td>${rho === null ? '–' : formatNumber(rho)}</td>`);
  const rows = table.rows.map((row) => {
    const cells = row.values.map((value, i) => {
      const text = formatCoefficient(value);
      return row.best[i] ? html`<td><b>${text}</b></td>` : html`<td>${text}</td>`;
    });
    return html`<tr class="${row.statistic}"><th scope="row">${rowLabel(row)}</th>${cells}</tr>\n`;
  });
  return html`<table>
<thead><tr><td></td>${heads}</tr></thead>
<tbody>
<tr class="radius"><th scope="row">best radius ρ</th>${radii}</tr>
${rows}</tbody>
</table>`;
}

function definitions(manifest: Readonly<Record<string, unknown>>): Html {
  const entries = flatten(manifest, '').map(
    ([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>\n`,
  );
  return html`<dl>\n${entries}</dl>`;
}

/** Nested objects become terms with dots: `plan.eta`. */
function flatten(value: Readonly<Record<string, unknown>>, prefix: string): [term: string, text: string][] {
  return Object.entries(value).flatMap(([key, item]): [string, string][] => {
    if (item === undefined) return [];
    if (isRecord(item)) return flatten(item, `${prefix}${key}.`);
    return [[prefix + key, plainText(item)]];
  });
}

function plainText(item: unknown): string {
  if (Array.isArray(item))
    return item.map((each) => (isRecord(each) ? inline(each) : plainText(each))).join(', ');
  if (typeof item === 'number') return formatNumber(item);
  return item === null ? '–' : String(item);
}

function inline(record: Readonly<Record<string, unknown>>): string {
  return `(${flatten(record, '')
    .map(([term, text]) => `${term} ${text}`)
    .join(', ')})`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
