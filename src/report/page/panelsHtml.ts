import type { TopLevelSpec } from 'vega-lite';
import { singly } from '../panels.ts';
import { renderSvg } from '../render.ts';
import { type Html, html, trusted } from './html.ts';

/**
 * The panels of a figure, each a drawing of its own, so that they stand side by side where there is room.
 *
 * @param label what is seen, for those who cannot see it
 */
export async function panelsHtml(spec: TopLevelSpec, label: string): Promise<Html> {
  if (!('concat' in spec)) throw new Error('a figure has panels');
  const panels = [];
  for (const panel of singly(spec)) {
    panels.push(html`<div class="panel">${trusted(await renderSvg(panel))}</div>\n`);
  }
  return html`<div class="panels" role="img" aria-label="${label}">
${panels}</div>`;
}
