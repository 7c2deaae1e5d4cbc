import type { MeasureCertificate } from './certificates.ts';
import type { SampleNeeds } from './convergence/sampleNeeds.ts';
import { definitions } from './definitions.ts';
import { type Html, html, trusted } from './html.ts';
import { certificatesHtml, rankTableHtml, sampleNeedsHtml } from './pageTables.ts';
import type { RankTable } from './rankTable.ts';
import { styleSheet } from './styleSheet.ts';

/** A figure as SVG, for wide and for narrow windows. */
export interface PageFigure {
  readonly wide: string;
  readonly narrow: string;
}

export interface PageContent {
  readonly answer: string;
  readonly table: RankTable;
  readonly scatter: PageFigure;
  /** None where no ascent was iterative. */
  readonly certificates: readonly MeasureCertificate[];
  /** Where layers were measured by themselves. */
  readonly layers: PageFigure | undefined;
  /** Where it was asked for. */
  readonly convergence: { readonly figure: PageFigure; readonly needs: readonly SampleNeeds[] } | undefined;
  /** What float32's noise had to do with the values. */
  readonly noise: string;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** The whole page: static, in one file, without a script. */
export function page(content: PageContent): string {
  const { answer, table, scatter, certificates, layers, convergence, noise, manifest } = content;
  const tableNumber = counter();
  const figureNumber = counter();
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
${tableFigure(tableNumber(), RANKS, rankTableHtml(table))}
${plotFigure(figureNumber(), SCATTER, scatter)}
${certificates.length > 0 ? tableFigure(tableNumber(), CERTIFICATES, certificatesHtml(certificates)) : ''}
${layers ? plotFigure(figureNumber(), LAYERS, layers) : ''}
${convergence ? plotFigure(figureNumber(), CONVERGENCE, convergence.figure) : ''}
${convergence ? tableFigure(tableNumber(), NEEDS, sampleNeedsHtml(convergence.needs)) : ''}
<section>
<h2>How it was measured</h2>
<p>${noise}</p>
${definitions(manifest)}
</section>
</main>
</body>
</html>
`.markup;
}

const RANKS =
  'Rank statistics of each measure at its best radius, the one with the largest τ. τ: Kendall’s rank correlation with the generalization gap. ψ: its mean over the models that differ in one hyperparameter only. Ψ: the mean of the ψ. The largest value of a statistic is bold.';
const CERTIFICATES =
  'How good the maxima are, at the best radius; means over the models. One step: what one step of ascent gives, as a share of the maximum. Spread of starts: how far apart the maxima from different starts are, as a share of it. ‖z‖/ρ: 1 where the maximizer is on the boundary of its region. On the boundary: the share of its coordinates that are, for p = ∞. Still improving: the share of groups whose value the last quarter of the steps raised; where it is large, more steps will raise it further.';
const NEEDS =
  'The standard error as a share of the value, the median over the models; and the samples with which it falls below 10 % and 5 %. With ~: not seen on at least 8 groups, but extrapolated; the error falls as 1/√samples.';

/** What a figure shows, and in short, for those who cannot see it. */
interface Caption {
  readonly text: string;
  readonly label: string;
}

const SCATTER: Caption = {
  text: 'Each measure at its best radius against the generalization gap. A point is a model.',
  label: 'Scatter plots of each measure against the generalization gap',
};
const LAYERS: Caption = {
  text: 'Where the sharpness is: each measure, at the best radius of the whole network, where one layer alone is perturbed. Medians over the models, with lines from quartile to quartile.',
  label: 'Bars of each measure, a bar a layer',
};
const CONVERGENCE: Caption = {
  text: 'How the measures settle as samples are added. Of one model: the value within its standard error. Of several: the standard error as a share of the value, the median with the quartiles around it.',
  label: 'Curves of each measure against the number of samples',
};

function counter(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return String(count);
  };
}

function tableFigure(number: string, caption: string, table: Html): Html {
  return html`<figure class="table">
<figcaption><b>Table ${number}.</b> ${caption}</figcaption>
<div class="scroll">${table}</div>
</figure>`;
}

function plotFigure(number: string, { text, label }: Caption, { wide, narrow }: PageFigure): Html {
  return html`<figure class="plot">
<div class="wide" role="img" aria-label="${label}">${trusted(wide)}</div>
<div class="narrow" role="img" aria-label="${label}">${trusted(narrow)}</div>
<figcaption><b>Figure ${number}.</b> ${text}</figcaption>
</figure>`;
}
