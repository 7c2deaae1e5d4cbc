import { type CheckpointRow, type CorrelationRow, passesGate } from '../correlation/index.ts';
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
  const columns = bestColumns(correlations);
  const labels = measureLabels(columns.map(({ identity }) => identity));
  const ranked = columns
    .flatMap(({ identity, tau, interval, models }, i) =>
      tau === null ? [] : [{ name: inSentence(labels[i]!, identity.rho), tau, interval, models }],
    )
    .sort((a, b) => b.tau - a.tau);
  const [best, second] = ranked;
  const gate = correlations[0]?.gate ?? 0;
  const entering = checkpoints.filter((row) => passesGate(row, gate)).length;
  const gap = correlations[0]?.gap === 'error' ? 'error' : 'loss';
  const who = leftOut(checkpoints.length - entering, gate);
  if (best === undefined) {
    return {
      sentence: `No measure can be ranked: ${plural(entering, 'model')} entered, and τ needs two.`,
      remarks:
        entering < 2 && entering < checkpoints.length
          ? `${who} A lower gate (--min-train-accuracy) lets more in.`
          : who,
    };
  }
  const interval = best.interval ? ` (95 % interval ${intervalText(best.interval)})` : '';
  return {
    sentence:
      `Of ${plural(columns.length, 'measure')}, ${best.name} ranks the models best by generalization gap (${gap}): ` +
      `τ = ${formatCoefficient(best.tau)}${interval} over ${plural(best.models, 'model')}${following(best, second)}.`,
    remarks: `Each radius is the one with the largest τ on these same models, which makes τ optimistic. ${who}`,
  };
}

interface Ranked {
  readonly name: string;
  readonly tau: number;
}

function following(best: Ranked, second: Ranked | undefined): string {
  if (second === undefined) return '';
  const tau = formatCoefficient(second.tau);
  return tau === formatCoefficient(best.tau)
    ? `, and so does ${second.name}`
    : `; next comes ${second.name}, with τ = ${tau}`;
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
