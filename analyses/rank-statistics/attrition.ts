import { type CheckpointRow, correlate, type MeasurementRow, passesGate } from '../../src/index.ts';
import { markdownTable } from '../trainings/text.ts';
import { coefficient, setting, share } from './numbers.ts';
import { HYPERPARAMETER_NAMES, HYPERPARAMETERS, measureTitle, TABLE_1 } from './paper.ts';
import type { FinishedSweep, MeasureOutput, RunEnd } from './readSweep.ts';
import { rowsOf, type Way } from './ways.ts';

/** How the runs of some part of a study ended; `passed` and `stopped` are those that have a model. */
interface Attrition {
  readonly runs: number;
  readonly passed: number;
  /** By the gate. */
  readonly stopped: number;
  readonly diverged: number;
  readonly failed: number;
}

/** What became of each run. */
type Fate = Exclude<keyof Attrition, 'runs'>;

function count(fates: readonly Fate[]): Attrition {
  const of = (fate: Fate): number => fates.filter((one) => one === fate).length;
  return {
    runs: fates.length,
    passed: of('passed'),
    stopped: of('stopped'),
    diverged: of('diverged'),
    failed: of('failed'),
  };
}

/** What becomes of a run at the gate. */
function startFates(checkpoints: readonly CheckpointRow[], minTrainAccuracy: number): (run: RunEnd) => Fate {
  const rows = new Map(checkpoints.map((row) => [row.checkpoint, row]));
  return ({ name, end }) => {
    const row = rows.get(name);
    if (end !== 'trained' || row === undefined) return end === 'diverged' ? 'diverged' : 'failed';
    return passesGate(row, minTrainAccuracy) ? 'passed' : 'stopped';
  };
}

/** How many models the gate lets in. */
export function attritionText({ study, runs, measures: [oneStep] }: FinishedSweep): string {
  const fates = runs.map(startFates(oneStep?.tables.checkpoints ?? [], study.minTrainAccuracy));
  const { passed, stopped, diverged, failed } = count(fates);
  const gate =
    study.minTrainAccuracy === 0
      ? `${passed} have a model, and all of them enter: there is no gate`
      : `${passed} have a training accuracy above ${(100 * study.minTrainAccuracy).toFixed(1)} % and enter (${share(passed, runs.length)}), ${stopped} have a lower one`;
  return `Of ${runs.length} runs ${gate}; ${diverged} diverged, and ${failed} failed, which leaves no model either. The paper does not say how many of its 625 models pass.`;
}

/** The same by the value of each hyperparameter. */
export function attritionTable({ study, runs, measures: [oneStep] }: FinishedSweep): string {
  const fateOf = startFates(oneStep?.tables.checkpoints ?? [], study.minTrainAccuracy);
  const rows = HYPERPARAMETERS.flatMap((name) => {
    const values = [...new Set(runs.flatMap(({ hyperparameters }) => hyperparameters[name] ?? []))];
    return values.map((value, k) => {
      const fates = runs.filter(({ hyperparameters }) => hyperparameters[name] === value).map(fateOf);
      const { runs: all, passed, stopped, diverged, failed } = count(fates);
      const title = k === 0 ? HYPERPARAMETER_NAMES[name] : '';
      return [
        title,
        setting(value),
        ...[all, passed, stopped, diverged, failed].map(String),
        share(passed, all),
      ];
    });
  });
  return markdownTable(
    ['', 'value', 'runs', 'pass', 'do not pass', 'diverged', 'failed', 'pass, share'],
    rows,
  );
}

/** τ of all models beside τ of those that pass, with one step of ascent. */
export function ungatedTable({ study }: FinishedSweep, { tables }: MeasureOutput, gated: Way): string {
  const { rows } = correlate({
    checkpoints: tables.checkpoints,
    measurements: tables.measurements,
    gap: study.gap,
    minTrainAccuracy: 0,
  });
  const cells = TABLE_1.map((paper, k) => {
    const taus = rowsOf(rows, paper).filter(({ statistic }) => statistic === 'tau');
    const chosen = gated.measures[k];
    const same = taus.find(({ rho }) => chosen !== undefined && rho === chosen.rho);
    const best = taus.find((row) => row.best_radius);
    return [
      measureTitle(paper),
      chosen === undefined ? '–' : coefficient(chosen.coefficients.tau),
      coefficient(same?.value ?? null),
      best === undefined ? '–' : `${coefficient(best.value)} (ρ = ${setting(best.rho ?? 0)})`,
      String(chosen?.models ?? '–'),
      String(same?.models ?? '–'),
    ];
  });
  return markdownTable(
    ['', 'τ with the gate', 'without, same ρ', 'without, its best ρ', 'models with', 'without'],
    cells,
  );
}

/** Of a table's values those that overflowed, and those that are undefined. */
export function overflowText(values: Iterable<MeasurementRow>): string {
  let [infinite, undefinedOnes, all] = [0, 0, 0];
  for (const { value } of values) {
    all += 1;
    if (value === Number.POSITIVE_INFINITY) infinite += 1;
    if (Number.isNaN(value)) undefinedOnes += 1;
  }
  return `of ${all} values ${infinite} overflowed and rank above all others, ${undefinedOnes} are undefined and leave their models out of that measure`;
}
