import {
  type CheckpointRow,
  type CorrelationRow,
  groupBy,
  passesGate,
  regionKey,
} from '../correlation/index.ts';
import { bestColumns } from './bestColumns.ts';
import { intervalText } from './interval.ts';
import { formatCoefficient, type MeasureLabel, measureLabels, radiusDetails } from './measureLabel.ts';

/** The answer in a sentence, and who was asked: plain text. */
export function answer(
  checkpoints: readonly CheckpointRow[],
  correlations: readonly CorrelationRow[],
): string {
  const { sentence, remarks } = answerParts(checkpoints, correlations);
  return `${sentence} ${remarks}`;
}

/** The answer in one sentence, and what to know beside it. */
export function answerParts(
  checkpoints: readonly CheckpointRow[],
  correlations: readonly CorrelationRow[],
): { readonly sentence: string; readonly remarks: string } {
  const gate = correlations[0]?.gate ?? 0;
  const entering = checkpoints.filter((row) => passesGate(row, gate)).length;
  const remarks = [
    hasChoice(correlations)
      ? ['Each radius is the one with the largest τ on these same models, which makes τ optimistic.']
      : [],
    leftOut(checkpoints.length - entering, gate),
    entering < 2 && entering < checkpoints.length
      ? ['A lower gate (--min-train-accuracy) lets more in.']
      : [],
  ].flat();
  return { sentence: answerSentence(correlations, entering), remarks: remarks.join(' ') };
}

/**
 * Which measure ranks the models best, or that none does.
 *
 * @param entering how many models there are to rank
 */
export function answerSentence(correlations: readonly CorrelationRow[], entering: number): string {
  const columns = bestColumns(correlations);
  const labels = measureLabels(columns.map(({ identity }) => identity));
  const ranked = columns
    .flatMap(({ identity, tau, interval, models }, i) =>
      tau === null ? [] : [{ name: inSentence(labels[i]!, identity.rho), tau, interval, models }],
    )
    .sort((a, b) => b.tau - a.tau);
  const [best] = ranked;
  if (best === undefined) {
    return `No measure can be ranked: ${plural(entering, 'model')} entered, and τ needs two.`;
  }
  const gap = correlations[0]!.gap;
  const interval = best.interval ? ` (95 % interval ${intervalText(best.interval)})` : '';
  const tau = `τ = ${formatCoefficient(best.tau)}${interval} over ${plural(best.models, 'model')}`;
  const among = `Of ${plural(columns.length, 'measure')}, `;
  return best.tau > 0
    ? `${among}${best.name} ranks the models best by generalization gap (${gap}): ${tau}${following(ranked)}.`
    : `${among}none ranks the models as the generalization gap (${gap}) does: the largest is ${tau}, of ${best.name}.`;
}

/** Was the best of several radii taken for some measure? */
function hasChoice(correlations: readonly CorrelationRow[]): boolean {
  const regions = [...groupBy(correlations, regionKey).values()];
  return regions.some(
    (rows) => rows.some(({ best_radius }) => best_radius) && rows.some(({ rho }) => rho !== rows[0]!.rho),
  );
}

interface Ranked {
  readonly name: string;
  readonly tau: number;
}

/** Who comes after the best, or beside it. */
function following([best, second, ...others]: readonly Ranked[]): string {
  if (best === undefined || second === undefined) return '';
  const tau = formatCoefficient(best.tau);
  if (formatCoefficient(second.tau) !== tau) {
    return `; next comes ${second.name}, with τ = ${formatCoefficient(second.tau)}`;
  }
  const alike = others.filter((other) => formatCoefficient(other.tau) === tau).length;
  return alike === 0 ? `, and so does ${second.name}` : `, and so do ${alike + 1} others`;
}

function leftOut(count: number, gate: number): string {
  if (gate === 0) return 'All models were let in.';
  const accuracy = `training accuracy above ${Number((gate * 100).toFixed(4))} %`;
  if (count === 0) return `No model was left out: each has a ${accuracy}.`;
  return `${plural(count, 'model')} without a ${accuracy} ${count === 1 ? 'was' : 'were'} left out.`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `adaptive sharpness (p = 2, element, ρ = 0.5)` */
function inSentence({ name, details }: MeasureLabel, rho: number | null): string {
  const all = [...details, ...radiusDetails(rho)];
  return all.length === 0 ? name : `${name} (${all.join(', ')})`;
}
