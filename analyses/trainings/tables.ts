import { formatCsv } from '../../src/report/table/csv.ts';
import type { Outcomes } from './runAnalysis.ts';
import { type Summary, summarize } from './summary.ts';

type Row = Readonly<Record<string, string | number | null>>;

/** Rows of equal keys as CSV; numbers to six digits. */
export function csvOf(rows: readonly Row[]): string {
  const names = Object.keys(rows[0] ?? {});
  return formatCsv(
    names,
    names.map((name) => rows.map((row) => rounded(row[name] ?? null))),
  );
}

function rounded(cell: string | number | null): string | number | null {
  return typeof cell === 'number' ? Number(cell.toPrecision(6)) : cell;
}

/** A row a run. */
export function runsCsv(outcomes: Outcomes): string {
  const rows = [...outcomes].flatMap(([name, repeats]) =>
    repeats.map(({ seed, failure, best, final, trainAccuracy, seconds }) => ({
      case: name,
      seed,
      failure,
      max_test_accuracy: best?.top1 ?? null,
      max_epoch: best?.epoch ?? null,
      max_epoch_test_top5: best?.top5 ?? null,
      final_test_accuracy: final?.top1 ?? null,
      final_test_top5: final?.top5 ?? null,
      final_train_accuracy: trainAccuracy,
      seconds,
    })),
  );
  return csvOf(rows);
}

/** The cells of a case in table.csv: means and standard deviations over the runs that did not fail. */
export function summaryCells(summary: Summary): Row {
  const { runs, failed, best, final, bestTop5, finalTop5, train, seconds } = summary;
  return {
    runs,
    failed,
    max_test_accuracy: best.mean,
    max_test_accuracy_std: best.std,
    final_test_accuracy: final.mean,
    final_test_accuracy_std: final.std,
    max_epoch_test_top5: bestTop5.mean,
    max_epoch_test_top5_std: bestTop5.std,
    final_test_top5: finalTop5.mean,
    final_test_top5_std: finalTop5.std,
    final_train_accuracy: train.mean,
    final_train_accuracy_std: train.std,
    seconds_a_run: seconds.mean,
  };
}

/** Minutes of all trainings together, one after the other. */
export function totalMinutes(outcomes: Outcomes): number {
  const summaries = [...outcomes.values()].map(summarize);
  const seconds = summaries.reduce((sum, { runs, seconds: { mean } }) => sum + runs * (mean ?? 0), 0);
  return Math.round(seconds / 60);
}
