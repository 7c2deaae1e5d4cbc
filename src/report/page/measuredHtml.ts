import { definitions } from './definitions.ts';
import { type Html, html } from './html.ts';
import { measuredLines, repeatingCommand } from './measured.ts';

export interface Measured {
  /** What float32's noise had to do with the values. */
  readonly noise: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  /** correlations.csv */
  readonly coefficients: string;
  /** Can the models of the scatter plots be had? */
  readonly hasModels: boolean;
}

/** How it was measured, how to do so again, and the numbers behind the figures. */
export function measuredHtml({ noise, manifest, coefficients, hasModels }: Measured): Html {
  const command = repeatingCommand(manifest);
  const lines = measuredLines(manifest);
  const models = html`<a id="models-csv" class="living" href="#models" download="models.csv">models.csv</a><span class="living"> (the models that entered: hyperparameters, gap, and each measure at its best radius) and </span>`;
  return html`<section>
<h2>How it was measured</h2>
<p>${noise}</p>
${lines.length > 0 ? definitions(Object.fromEntries(lines)) : ''}
${command === undefined ? '' : html`<p>This command repeats it:</p>\n<pre>${command}</pre>`}
<p>Download data: ${hasModels ? models : ''}<a href="${csvUrl(coefficients)}" download="correlations.csv">correlations.csv</a> (every coefficient at every radius, with intervals). Each figure is also in the folder that this page was written to, as SVG, PNG and Vega-Lite.</p>
${
  Object.keys(manifest).length > 0
    ? html`<details><summary>All that manifest.json says</summary>
${definitions(manifest)}
</details>
`
    : ''
}</section>`;
}

function csvUrl(csv: string): string {
  return `data:text/csv;charset=utf-8;base64,${Buffer.from(csv).toString('base64')}`;
}
