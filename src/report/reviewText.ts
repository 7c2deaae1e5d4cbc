import type { CorrelationRow, MeasureIdentity, RobustnessRow } from '../correlation/index.ts';
import { formatCoefficient, labelText, measureLabels } from './measureLabel.ts';
import type { ComparisonRow, OutputTables } from './table/index.ts';

/** What a reader of Table 1 must know before believing it: plain text, a line a matter. */
export function reviewText({
  correlations,
  robustness = [],
  comparisons = [],
}: Pick<OutputTables, 'correlations' | 'robustness' | 'comparisons'>): readonly string[] {
  return [
    ...heldOut(robustness),
    ...withoutMeasuring(robustness),
    ...bestAgainstNext(correlations, comparisons),
    ...reversals(correlations),
  ];
}

function heldOut(rows: readonly RobustnessRow[]): readonly string[] {
  const own = rows.filter(
    ({ statistic, layer, value }) => statistic === 'tau_held_out' && layer === null && value !== null,
  );
  if (own.length === 0) return [];
  const taus = named(own).map(([name, { value }]) => `${name}: ${formatCoefficient(value)}`);
  return [`τ where other models chose the radius: ${taus.join('; ')}.`];
}

function withoutMeasuring(rows: readonly RobustnessRow[]): readonly string[] {
  const taus = rows
    .filter(({ of, value }) => (of === 'hyperparameter' || of === 'train_loss') && value !== null)
    .toSorted((a, b) => Math.abs(b.value!) - Math.abs(a.value!))
    .map(({ of, measure, value }) => {
      return `${of === 'train_loss' ? 'training loss' : measure}: ${formatCoefficient(value)}`;
    });
  return taus.length === 0 ? [] : [`τ of what needs no measuring: ${taus.join('; ')}.`];
}

/** Of the two measures with the largest τ, whether they can be told apart. */
function bestAgainstNext(
  correlations: readonly CorrelationRow[],
  comparisons: readonly ComparisonRow[],
): readonly string[] {
  const best = wholeAtBest(correlations).filter(({ statistic }) => statistic === 'tau');
  const names = named(best).map(([name]) => name);
  const [first, second] = best
    .map(({ value }, k) => ({ value: value ?? Number.NEGATIVE_INFINITY, name: names[k]! }))
    .sort((a, b) => b.value - a.value);
  if (first === undefined || second === undefined) return [];
  const pair = comparisons.find(
    (row) =>
      row.statistic === 'tau' &&
      ((row.first === first.name && row.second === second.name) ||
        (row.first === second.name && row.second === first.name)),
  );
  if (pair?.difference == null || pair.ci_low === null || pair.ci_high === null) return [];
  const turned = pair.first === first.name ? 1 : -1;
  const ends = [turned * pair.ci_low, turned * pair.ci_high].sort((a, b) => a - b);
  const p = pair.p_holm === null ? '' : `, p-value ${probability(pair.p_holm)} by Holm's correction`;
  return [
    `${first.name} minus ${second.name}: Δτ = ${formatCoefficient(turned * pair.difference)} ` +
      `[${ends.map(formatCoefficient).join(', ')}]${p}.`,
  ];
}

/** Simpson's paradox: what surely holds over all models and surely not where one hyperparameter alone differs. */
function reversals(correlations: readonly CorrelationRow[]): readonly string[] {
  const own = named(wholeAtBest(correlations));
  const reversed = own.flatMap(([name, row]) => {
    if (row.statistic !== 'psi') return [];
    const overall = own.find(([other, { statistic }]) => other === name && statistic === 'tau');
    if (overall === undefined || signOf(row) * signOf(overall[1]) >= 0) return [];
    return [`${name}, ${row.hyperparameter}: ψ = ${formatCoefficient(row.value)}`];
  });
  return reversed.length === 0
    ? []
    : [`τ has the other sign where only one hyperparameter differs: ${reversed.join('; ')}.`];
}

/** Of measures of whole networks. */
function wholeAtBest(correlations: readonly CorrelationRow[]): readonly CorrelationRow[] {
  return correlations.filter(({ best_radius, layer }) => best_radius && layer === null);
}

/** 0 where it may be chance. */
function signOf({ value, p_value }: CorrelationRow): number {
  return value === null || p_value === null || p_value > 0.05 ? 0 : Math.sign(value);
}

function probability(p: number): string {
  return p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`;
}

/** Rows with the names of their measures. */
function named<Row extends MeasureIdentity>(rows: readonly Row[]): readonly (readonly [string, Row])[] {
  const labels = measureLabels(rows);
  return rows.map((row, k) => [labelText(labels[k]!), row]);
}
