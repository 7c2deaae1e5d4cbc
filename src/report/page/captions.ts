import { type Html, html } from './html.ts';

/** What the tables and figures show. */
export const caption = {
  ranks:
    'Rank statistics of each measure at its best radius, the one with the largest τ. τ: Kendall’s rank correlation with the generalization gap. ψ: its mean over the models that differ in one hyperparameter only. Ψ: the mean of the ψ. The largest value of a statistic is bold.',
  pointing: 'Point at a value for its 95 % interval.',
  scatter: 'Each measure at its best radius against the generalization gap. A point is a model.',
  radii:
    'τ of each measure against the radius. The best radius is ringed; the band is the 95 % interval, where there is one.',
  intervals:
    'The rank statistics of Table 1, each measure at its best radius; the lines are 95 % intervals, where there are any.',
  attrition: 'How many models enter, and how many the gate leaves out, by the value of each hyperparameter.',
  gates:
    'How τ changes with the gate: over the models above each training accuracy, and over those below each training loss, at the radius that the study’s own gate chooses. Gates that let in fewer than ten models are left out.',
  certificates:
    'How good the maxima are, at the best radius; means over the models. One step: what one step of ascent gives, as a share of the maximum. Spread of starts: how far apart the maxima from different starts are, as a share of it. ‖z‖/ρ: 1 where the maximizer is on the boundary of its region. On the boundary: the share of its coordinates that are, for p = ∞. Still improving: the share of groups whose value the last quarter of the steps raised; where it is large, more steps will raise it further.',
  layers:
    'Where the sharpness is: each measure, at the best radius of the whole network, where one layer alone is perturbed. Medians over the models, with lines from quartile to quartile.',
  convergence:
    'How the measures settle as samples are added. Of one model: the value within its standard error. Of several: the standard error as a share of the value, the median with the quartiles around it.',
  needs:
    'The standard error as a share of the value, the median over the models; and the samples with which it falls below 10 % and 5 %. With ~: not seen on at least 8 groups, but extrapolated; the error falls as 1/√samples.',
} as const;

/** Tables and figures, each kind numbered in the order in which they are asked for; what is undefined is left out. */
export function numberer() {
  let [tables, figures] = [0, 0];
  return {
    tableFigure: (text: string, table: Html | undefined, hint = ''): Html => {
      if (table === undefined) return html``;
      tables += 1;
      return html`<figure class="table">
<figcaption><b>Table ${String(tables)}.</b> ${text}${hint && html`<span class="screen"> ${hint}</span>`}</figcaption>
<div class="scroll" tabindex="0" role="region" aria-label="Table ${String(tables)}">${table}</div>
</figure>`;
    },
    plotFigure: (text: string, plot: Html | undefined, id = `figure-${figures + 1}`): Html => {
      if (plot === undefined) return html``;
      figures += 1;
      return html`<figure class="plot" id="${id}">
${plot}
<figcaption><b>Figure ${String(figures)}.</b> ${text}</figcaption>
</figure>`;
    },
  };
}
