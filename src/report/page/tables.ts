import type { MeasureCertificate } from '../certificates.ts';
import { type SampleNeeds, sampleNeedsText } from '../convergence/sampleNeeds.ts';
import { intervalText } from '../interval.ts';
import { formatCoefficient, formatNumber, labelText } from '../measureLabel.ts';
import { type RankTable, type RankTableRow, rowLabel, standsInRows } from '../rankTable.ts';
import { type Html, html } from './html.ts';

/** The rank statistics, a column a measure; a row a measure where there are many. */
export function rankTableHtml(table: RankTable): Html {
  return standsInRows(table) ? measuresInRows(table) : measuresInColumns(table);
}

function measuresInRows({ measures, radii, rows }: RankTable): Html {
  return rowsHtml(
    ['', 'best ρ', ...rows.map(rowLabel)],
    measures.map((measure, i) => [
      labelText(measure),
      radius(radii[i]!),
      ...rows.map((row) => coefficient(row, i)),
    ]),
  );
}

function measuresInColumns(table: RankTable): Html {
  const heads = table.measures.map(
    ({ name, details }) =>
      html`<th scope="col">${name}${details.map((detail) => html`<span>${detail}</span>`)}</th>`,
  );
  const radii = table.radii.map((rho) => html`<td>${radius(rho)}</td>`);
  const rows = table.rows.map((row) => {
    const cells = row.values.map((_, i) => html`<td>${coefficient(row, i)}</td>`);
    return html`<tr class="${row.statistic}"><th scope="row">${rowLabel(row)}</th>${cells}</tr>\n`;
  });
  return html`<table>
<thead><tr><td></td>${heads}</tr></thead>
<tbody>
<tr class="radius"><th scope="row">best radius ρ</th>${radii}</tr>
${rows}</tbody>
</table>`;
}

/** How good the maxima are, a row a measure. */
export function certificatesHtml(certificates: readonly MeasureCertificate[]): Html {
  return rowsHtml(
    ['', 'ρ', 'one step', 'spread of starts', '‖z‖/ρ', 'on the boundary', 'still improving'],
    certificates.map((row) => [
      labelText(row.measure),
      radius(row.rho),
      percent(row.oneStepShare),
      percent(row.restartSpread),
      row.maximizerNorm === null ? '–' : row.maximizerNorm.toFixed(3),
      percent(row.boundaryShare),
      percent(row.stillImproving),
    ]),
  );
}

/** How many samples the measures need, a row a measure and m. */
export function sampleNeedsHtml(needs: readonly SampleNeeds[]): Html {
  const { head, rows } = sampleNeedsText(needs);
  return rowsHtml(['', ...head.slice(1)], rows);
}

/** A table whose first column names the rows. */
function rowsHtml(head: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html {
  const [corner, ...columns] = head;
  return html`<table class="rows">
<thead><tr><td>${corner!}</td>${columns.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>
${rows.map(([name, ...cells]) => html`<tr><th scope="row">${name!}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody>
</table>`;
}

/** A coefficient of a row, in bold where it is the largest, with its interval for those who point at it. */
function coefficient({ values, intervals, best }: RankTableRow, i: number): string | Html {
  const text = formatCoefficient(values[i]!);
  const shown = best[i] ? html`<b>${text}</b>` : text;
  const interval = intervals[i];
  if (!interval) return shown;
  return html`<span class="estimate" tabindex="0">${shown}<span class="interval"> ${intervalText(interval)}</span></span>`;
}

function radius(rho: number | null): string {
  return rho === null ? '–' : formatNumber(rho);
}

function percent(share: number | null): string {
  if (share === null) return '–';
  return share > 0 && share < 5e-4 ? '< 0.1 %' : `${(share * 100).toFixed(1)} %`;
}
