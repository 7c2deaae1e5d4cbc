import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { MeasureCertificate } from '../certificates.ts';
import type { SampleNeeds } from '../convergence/sampleNeeds.ts';
import type { RankTable } from '../rankTable.ts';
import { caption, numberer } from './captions.ts';
import { type Html, html, trusted } from './html.ts';
import { type Measured, measuredHtml } from './measuredHtml.ts';
import { styleSheet } from './styleSheet.ts';
import { certificatesHtml, rankTableHtml, sampleNeedsHtml } from './tables.ts';

/** What the page shows, from top to bottom; undefined: there is nothing to show. */
export interface PageContent {
  readonly answer: { readonly sentence: string; readonly remarks: string };
  readonly table: RankTable;
  /** What to know before believing the table: a line a matter. */
  readonly review: readonly string[];
  readonly scatter: Html | undefined;
  readonly radii: Html | undefined;
  readonly intervals: Html | undefined;
  readonly attrition: Html | undefined;
  readonly gates: Html | undefined;
  readonly certificates: readonly MeasureCertificate[];
  readonly layers: Html | undefined;
  readonly convergence: { readonly figure: Html; readonly needs: readonly SampleNeeds[] } | undefined;
  readonly measured: Measured;
}

/** The page's script, and the policy by which nothing is fetched and no other script runs. */
function livingParts(): { readonly script: Html; readonly policy: string } {
  const script = readFileSync(new URL('./enliven.js', import.meta.url), 'utf8');
  const hash = createHash('sha256').update(script).digest('base64');
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  return { script: html`<script>${trusted(script)}</script>`, policy };
}

/** The whole page, in one file; it can be read without its script too. */
export function page(content: PageContent): string {
  const { answer, table, scatter, certificates, convergence } = content;
  const { tableFigure, plotFigure } = numberer();
  const { script, policy } = livingParts();
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="color-scheme" content="light dark">
<title>Which measure ranks these models?</title>
<style>${trusted(styleSheet)}</style>
</head>
<body>
<main>
<header>
<h1>Which measure ranks these models by generalization gap?</h1>
<p class="answer">${unbroken(answer.sentence)}</p>
<p class="remarks">${unbroken(answer.remarks)}</p>
</header>
${tableFigure(caption.ranks, rankTableHtml(table), hasIntervals(table) ? caption.pointing : '')}
${reviewHtml(content.review)}
${plotFigure(caption.scatter, scatter, 'scatter')}
${plotFigure(caption.radii, content.radii)}
${plotFigure(caption.intervals, content.intervals)}
${plotFigure(caption.attrition, content.attrition)}
${plotFigure(caption.gates, content.gates)}
${tableFigure(caption.certificates, certificates.length > 0 ? certificatesHtml(certificates) : undefined)}
${plotFigure(caption.layers, content.layers)}
${plotFigure(caption.convergence, convergence?.figure)}
${tableFigure(caption.needs, convergence && sampleNeedsHtml(convergence.needs))}
${measuredHtml(content.measured)}
</main>
${scatter ? script : ''}
</body>
</html>
`.markup;
}

function reviewHtml(lines: readonly string[]): Html {
  if (lines.length === 0) return html``;
  return html`<ul class="review">${lines.map((line) => html`<li>${unbroken(line)}</li>`)}</ul>`;
}

function hasIntervals({ rows }: RankTable): boolean {
  return rows.some(({ intervals }) => intervals.some((interval) => interval !== null));
}

/** No line ends at an equals sign. */
function unbroken(text: string): string {
  return text.replaceAll(' = ', '\u00a0=\u00a0').replaceAll(' %', '\u00a0%');
}
