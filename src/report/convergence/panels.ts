import {
  type CorrelationRow,
  groupBy,
  type MeasureIdentity,
  type MeasurementRow,
  measureIdentity,
  measureKey,
} from '../../correlation/index.ts';
import { bestColumns } from '../bestColumns.ts';
import { type MeasureLabel, measureLabels } from '../measureLabel.ts';

/** One checkpoint's value on so many samples. */
export interface Estimate {
  readonly checkpoint: string;
  readonly value: number;
  /** Its standard error. */
  readonly error: number;
}

/** The values of all checkpoints on so many samples. */
export interface Stage {
  readonly samples: number;
  readonly estimates: readonly Estimate[];
}

/** One measure at one radius, as samples are added. */
export interface ConvergencePanel {
  readonly label: MeasureLabel;
  readonly rho: number | null;
  /** For every m: the stages, by ascending samples. */
  readonly sizes: readonly { readonly m: number; readonly stages: readonly Stage[] }[];
}

/** The standard errors as shares of their values, of those that have one. */
export function relativeErrors({ estimates }: Stage): readonly number[] {
  return estimates.map(({ value, error }) => error / Math.abs(value)).filter(Number.isFinite);
}

/** A measure at any radius and m. */
function familyOf(row: MeasureIdentity): MeasureIdentity {
  return { ...measureIdentity(row), rho: null, m: null };
}

/** The radius that a measure is shown at: where its τ is best for some m, else the middle one. */
function shownRadius(
  rows: readonly MeasurementRow[],
  correlations: readonly CorrelationRow[],
): number | null {
  const key = measureKey(familyOf(rows[0]!));
  const ranked = bestColumns(correlations)
    .flatMap(({ identity, tau }) =>
      tau !== null && measureKey(familyOf(identity)) === key ? [{ rho: identity.rho, tau }] : [],
    )
    .sort((a, b) => b.tau - a.tau);
  if (ranked[0]) return ranked[0].rho;
  const radii = [...new Set(rows.flatMap(({ rho }) => rho ?? []))].sort((a, b) => a - b);
  return radii[Math.floor((radii.length - 1) / 2)] ?? null;
}

/** Measures of whole networks, each at one radius, as samples are added. */
export function convergencePanels(
  convergence: readonly MeasurementRow[],
  correlations: readonly CorrelationRow[],
): readonly ConvergencePanel[] {
  const ofNetworks = convergence.filter(({ layer }) => layer === null);
  const families = [...groupBy(ofNetworks, (row) => measureKey(familyOf(row))).values()];
  const labels = measureLabels(families.map(([first]) => familyOf(first!)));
  return families.map((rows, i) => {
    const rho = shownRadius(rows, correlations);
    const shown = rows.filter((row) => row.rho === rho).sort((a, b) => a.m - b.m || a.samples - b.samples);
    const sizes = [...groupBy(shown, ({ m }) => String(m)).values()].map((ofSize) => ({
      m: ofSize[0]!.m,
      stages: [...groupBy(ofSize, ({ samples }) => String(samples)).values()].map((stage) => ({
        samples: stage[0]!.samples,
        estimates: stage.map(({ checkpoint, value, standard_error: error }) => ({
          checkpoint,
          value,
          error,
        })),
      })),
    }));
    return { label: labels[i]!, rho, sizes };
  });
}
