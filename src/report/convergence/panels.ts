import {
  type CorrelationRow,
  groupBy,
  type MeasureIdentity,
  type MeasurementRow,
  measureIdentity,
  measureKey,
} from '../../correlation/index.ts';
import { identityCells } from '../../correlation/measureIdentity.ts';
import { numberTuples } from '../../correlation/numberTuples.ts';
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

/** A measure at any radius and m, as the rows tell of it. */
interface Family {
  readonly identity: MeasureIdentity;
  readonly radii: ReadonlySet<number>;
}

/** Which family a row is of: its place. */
type FamilyOf = (row: MeasurementRow) => number;

/** Measures of whole networks, in the order of their first rows. */
function familiesOf(rows: Iterable<MeasurementRow>): {
  readonly families: readonly Family[];
  readonly familyOf: FamilyOf;
} {
  const numberOf = numberTuples();
  const familyNumber: FamilyOf = (row) => numberOf(identityCells(familyOf(row)));
  const families: { readonly identity: MeasureIdentity; readonly radii: Set<number> }[] = [];
  for (const row of rows) {
    if (row.layer !== null || row.m === null) continue;
    const number = familyNumber(row);
    const family = families[number] ?? { identity: familyOf(row), radii: new Set<number>() };
    families[number] = family;
    if (row.rho !== null) family.radii.add(row.rho);
  }
  return { families, familyOf: familyNumber };
}

/** The radius that a measure is shown at: where its τ is best for some m, else the middle one. */
function shownRadius({ identity, radii }: Family, correlations: readonly CorrelationRow[]): number | null {
  const key = measureKey(identity);
  const ranked = bestColumns(correlations)
    .flatMap(({ identity: other, tau }) =>
      tau !== null && measureKey(familyOf(other)) === key ? [{ rho: other.rho, tau }] : [],
    )
    .sort((a, b) => b.tau - a.tau);
  if (ranked[0]) return ranked[0].rho;
  const sorted = [...radii].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** Measures of whole networks, each at one radius, as samples are added. */
export function convergencePanels(
  convergence: Iterable<MeasurementRow>,
  correlations: readonly CorrelationRow[],
): readonly ConvergencePanel[] {
  const { families, familyOf: numberOf } = familiesOf(convergence);
  const radii = families.map((family) => shownRadius(family, correlations));
  const found = families.map(() => [] as ShownRow[]);
  for (const row of convergence) {
    const { m, samples, checkpoint, value, standard_error } = row;
    if (row.layer !== null || m === null) continue;
    const number = numberOf(row);
    if (row.rho !== radii[number]) continue;
    const error = standard_error ?? Number.NaN;
    found[number]!.push({ m, samples, estimate: { checkpoint, value, error } });
  }
  const labels = measureLabels(families.map(({ identity }) => identity));
  return found.map((rows, i) => {
    const sorted = rows.sort((a, b) => a.m - b.m || a.samples - b.samples);
    const sizes = [...groupBy(sorted, ({ m }) => String(m)).values()].map((ofSize) => ({
      m: ofSize[0]!.m,
      stages: [...groupBy(ofSize, ({ samples }) => String(samples)).values()].map((stage) => ({
        samples: stage[0]!.samples,
        estimates: stage.map(({ estimate }) => estimate),
      })),
    }));
    return { label: labels[i]!, rho: radii[i]!, sizes };
  });
}

/** What is shown of a row. */
interface ShownRow {
  readonly m: number;
  readonly samples: number;
  readonly estimate: Estimate;
}
