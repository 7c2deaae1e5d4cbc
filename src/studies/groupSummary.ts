import type { Certificate, GroupMeasures, GroupValue } from '../sharpness/types.ts';

/** A mean in the making, in double precision. */
interface Moments {
  readonly sum: number;
  /** Sum of squared deviations from the mean. */
  readonly squares: number;
}

/** Certificates of several groups, added up. */
export interface CertificateSums {
  readonly oneStep: number;
  readonly restartSpread: number | null;
  readonly maximizerNorm: number;
  readonly boundaryShare: number | null;
  /** Groups whose value the last quarter of the steps improved. */
  readonly stillImproving: number;
  /** Null where curves are not kept: they are as long as the ascent. */
  readonly curve: readonly number[] | null;
}

/** What one region and radius came to over some groups. */
export interface ValueSummary {
  readonly value: Moments;
  /** Null for the average case. */
  readonly firstOrder: number | null;
  /** Groups whose value float32 alone could not give, and which was got in double precision or by interpolation. */
  readonly refined: number;
  /** Groups whose value is no better than float32's noise. */
  readonly noisy: number;
  /** Of iterative ascents; null where a group has none. */
  readonly certificate: CertificateSums | null;
}

/** A perturbation in a file, and the value that it gives. */
export interface SavedPerturbation {
  /** Relative to the folder of the perturbations. */
  readonly file: string;
  readonly group: number;
  /** The training example that the group begins with. */
  readonly firstExample: number;
  /** Its region among those that the network is measured in, and its radius among those of the region. */
  readonly region: number;
  readonly radius: number;
  /** L_group(w + epsilon) - L_group(w) */
  readonly value: number;
}

/** Groups of one checkpoint, added up. The matrix is [region][radius]. */
export interface GroupSummary {
  readonly groups: number;
  readonly values: readonly (readonly ValueSummary[])[];
  /** If they were saved. */
  readonly perturbations?: readonly SavedPerturbation[];
}

function addNullable(a: number | null, b: number | null): number | null {
  return a === null || b === null ? null : a + b;
}

function sumsOf(certificate: Certificate | undefined): CertificateSums | null {
  return certificate ? { ...certificate, stillImproving: certificate.stillImproving ? 1 : 0 } : null;
}

function addCertificates(a: CertificateSums | null, b: CertificateSums | null): CertificateSums | null {
  if (a === null || b === null) return null;
  return {
    oneStep: a.oneStep + b.oneStep,
    restartSpread: addNullable(a.restartSpread, b.restartSpread),
    maximizerNorm: a.maximizerNorm + b.maximizerNorm,
    boundaryShare: addNullable(a.boundaryShare, b.boundaryShare),
    stillImproving: a.stillImproving + b.stillImproving,
    curve: addCurves(a.curve, b.curve),
  };
}

function addCurves(a: readonly number[] | null, b: readonly number[] | null): readonly number[] | null {
  return a && b && a.map((value, k) => value + b[k]!);
}

function summaryOf({ value, firstOrder, source, certificate }: GroupValue): ValueSummary {
  return {
    value: { sum: value, squares: 0 },
    firstOrder,
    refined: source === 'float64' || source === 'interpolated' ? 1 : 0,
    noisy: source === 'noise' ? 1 : 0,
    certificate: sumsOf(certificate),
  };
}

/** Adds up the measures of groups. */
export function summarizeGroups(groups: readonly GroupMeasures[]): GroupSummary {
  return groups
    .map(({ values }): GroupSummary => ({ groups: 1, values: values.map((row) => row.map(summaryOf)) }))
    .reduce(mergeSummaries);
}

/** All but the curves. */
export function withoutCurves(summary: GroupSummary): GroupSummary {
  const without = (value: ValueSummary): ValueSummary => ({
    ...value,
    certificate: value.certificate && { ...value.certificate, curve: null },
  });
  return { ...summary, values: summary.values.map((row) => row.map(without)) };
}

/** The moments of two sets of values together (Chan, Golub and LeVeque 1979). */
function mergeMoments(a: Moments, countA: number, b: Moments, countB: number): Moments {
  const apart = b.sum / countB - a.sum / countA;
  const squares = a.squares + b.squares + (apart ** 2 * countA * countB) / (countA + countB);
  return { sum: a.sum + b.sum, squares };
}

/** Two summaries of different groups together. */
export function mergeSummaries(a: GroupSummary, b: GroupSummary): GroupSummary {
  const values = a.values.map((row, region) =>
    row.map((left, radius): ValueSummary => {
      const right = b.values[region]![radius]!;
      return {
        value: mergeMoments(left.value, a.groups, right.value, b.groups),
        firstOrder: addNullable(left.firstOrder, right.firstOrder),
        refined: left.refined + right.refined,
        noisy: left.noisy + right.noisy,
        certificate: addCertificates(left.certificate, right.certificate),
      };
    }),
  );
  const perturbations = [a, b].flatMap((one) => one.perturbations ?? []);
  return { groups: a.groups + b.groups, values, ...(perturbations.length > 0 && { perturbations }) };
}

/** The measure: the mean over groups, and its standard error (n - 1), NaN for one group. */
export function meanAndError(
  { sum, squares }: Moments,
  groups: number,
): { value: number; standardError: number } {
  return { value: sum / groups, standardError: Math.sqrt(squares / (groups - 1) / groups) };
}
