import {
  type CorrelationRow,
  groupBy,
  type MeasureIdentity,
  measureIdentity,
  regionKey,
} from '../correlation/index.ts';
import { type Interval, intervalOf } from './interval.ts';

/** A measure at its best radius with all of its coefficients there. */
export interface BestColumn {
  readonly identity: MeasureIdentity;
  readonly coefficients: readonly CorrelationRow[];
  readonly tau: number | null;
  /** Of τ. */
  readonly interval: Interval | null;
  readonly models: number;
}

/**
 * Every measure of whole networks at its best radius, in the order of the table; its smallest radius where no τ
 * exists. Measures of single layers are left out: there are many, and they answer another question.
 */
export function bestColumns(correlations: readonly CorrelationRow[]): readonly BestColumn[] {
  const ofNetworks = correlations.filter(({ layer }) => layer === null);
  return [...groupBy(ofNetworks, regionKey).values()].map((rows) => {
    const smallest = rows.reduce((least, row) => ((row.rho ?? 0) < (least.rho ?? 0) ? row : least));
    const best = rows.find((row) => row.best_radius) ?? smallest;
    const coefficients = rows.filter((row) => row.rho === best.rho);
    const tau = coefficients.find((row) => row.statistic === 'tau');
    return {
      identity: measureIdentity(best),
      coefficients,
      tau: tau?.value ?? null,
      interval: intervalOf(tau),
      models: best.models,
    };
  });
}
