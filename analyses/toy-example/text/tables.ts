import type { Ending } from '../descend.ts';
import type { Maximization } from '../regions.ts';
import type { Results } from '../results.ts';
import type { LearningRateTrial, StartTrials, Trial } from '../robustness.ts';
import { STARTS } from '../setting.ts';

const heads = STARTS.map((start) => `from (${start.join(', ')})`);

/** A table in Markdown. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** How a descent ends, in a cell of a table. */
export function endingText(ending: Ending): string {
  switch (ending.kind) {
    case 'converged':
      return `step ${ending.step}`;
    case 'stuck':
      return `**stuck** at step ${ending.step}`;
    case 'wandering':
      return `L up to ${ending.loss.toFixed(4)}`;
  }
}

export function runTable(runs: Results['runs']): string {
  return table(
    ['', 'start', 'reaches the valley', 'last w', 'last loss'],
    runs.map(({ optimizer, start, ending, iterates }) => {
      const { w, loss } = iterates.at(-1)!;
      const last = `(${w.map((x) => x.toFixed(3)).join(', ')})`;
      return [optimizer, `(${start.join(', ')})`, endingText(ending), last, loss.toFixed(4)];
    }),
  );
}

export function learningRateTable(trials: readonly LearningRateTrial[]): string {
  return table(
    ['learning rate', ...heads.map((head) => `SAM ${head}`), ...heads.map((head) => `ASAM ${head}`)],
    trials.map(({ learningRate, sam, asam }) => [`${learningRate}`, ...[...sam, ...asam].map(endingText)]),
  );
}

export function radiusTable(trials: readonly Trial[]): string {
  return table(
    ['', 'ρ', ...heads],
    trials.map(({ region: { normalization, rho, eta }, endings }) => [
      normalization === 'none' ? 'SAM' : `ASAM, η = ${eta}`,
      `${rho}`,
      ...endings.map(endingText),
    ]),
  );
}

export function startTable({ coordinates, sam, asam }: StartTrials): string {
  return table(
    ['SAM; ASAM', ...coordinates.map((w2) => `w₂ = ${w2}`)],
    coordinates.map((w1, i) => [
      `w₁ = ${w1}`,
      ...coordinates.map((_, j) => `${endingText(sam[i]![j]!)}; ${endingText(asam[i]![j]!)}`),
    ]),
  );
}

const definitions = { a: '(a) ‖ε‖₂ ≤ ρ', b: '(b) ‖T⁻¹ε‖∞ ≤ ρ', c: '(c) ‖T⁻¹ε‖₂ ≤ ρ' } as const;

export function regionTable(maximizations: readonly Maximization[]): string {
  const keys = [...new Set(maximizations.map(({ definition }) => definition.key))];
  return table(
    ['region', 'largest L around w', 'around w′', 'one step finds, around w', 'around w′'],
    keys.map((key) => {
      const both = maximizations.filter(({ definition }) => definition.key === key);
      const found = [...both.map(({ maximum }) => maximum), ...both.map(({ oneStep }) => oneStep)];
      return [definitions[key], ...found.map(({ loss }) => loss.toFixed(4))];
    }),
  );
}
