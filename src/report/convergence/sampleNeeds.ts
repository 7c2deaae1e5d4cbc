import type { CorrelationRow, MeasurementRow } from '../../correlation/index.ts';
import { formatNumber, labelText, type MeasureLabel } from '../measureLabel.ts';
import { median } from '../quantile.ts';
import { convergencePanels, relativeErrors, type Stage } from './panels.ts';

/** Standard errors, as shares of the value, that a reader asks for. */
export const targets: readonly number[] = [0.1, 0.05];

/** How many samples a target takes. */
export interface NeededSamples {
  readonly target: number;
  /** Null where no number of groups says. */
  readonly samples: number | null;
  /** Was it seen, on groups enough to tell? Else it is what the last error says, falling as 1 / sqrt(samples). */
  readonly reached: boolean;
}

/** How far a measure has settled, for one m; the errors are medians over the checkpoints. */
export interface SampleNeeds {
  readonly measure: MeasureLabel;
  readonly rho: number | null;
  readonly m: number;
  readonly samples: number;
  /** The standard error at all samples, as a share of the value. */
  readonly error: number | null;
  readonly needed: readonly NeededSamples[];
}

interface Point {
  readonly samples: number;
  readonly error: number;
}

/** A standard error of fewer groups is itself off by more than a quarter: 1 / sqrt(2 (groups - 1)). */
const LEAST_GROUPS = 8;

/** The first sample count from which on the error stays within the target, or what 1 / sqrt(n) says. */
function neededFor(target: number, points: readonly Point[], m: number): NeededSamples {
  const last = points.at(-1);
  if (!last) return { target, samples: null, reached: false };
  const sound = points.filter(({ samples }) => samples >= LEAST_GROUPS * m);
  const reached = sound[sound.findLastIndex(({ error }) => error > target) + 1];
  if (reached) return { target, samples: reached.samples, reached: true };
  const samples = last.samples * (last.error / target) ** 2;
  return { target, samples: Math.max(1, Math.ceil(samples / m)) * m, reached: false };
}

function pointsOf(stages: readonly Stage[]): Point[] {
  return stages
    .map((stage) => ({ samples: stage.samples, error: median(relativeErrors(stage)) }))
    .filter(({ error }) => Number.isFinite(error));
}

/** How many samples every measure needs for standard errors of 10 % and 5 % of its value. */
export function sampleNeeds(
  convergence: Iterable<MeasurementRow>,
  correlations: readonly CorrelationRow[],
): readonly SampleNeeds[] {
  return convergencePanels(convergence, correlations).flatMap(({ label, rho, sizes }) =>
    sizes.map(({ m, stages }): SampleNeeds => {
      const points = pointsOf(stages);
      const samples = stages.at(-1)!.samples;
      const last = points.at(-1);
      return {
        measure: label,
        rho,
        m,
        samples,
        error: last?.samples === samples ? last.error : null,
        needed: targets.map((target) => neededFor(target, points, m)),
      };
    }),
  );
}

/** `256`, or `~ 3,400` where it is extrapolated. */
function neededText({ samples, reached }: NeededSamples): string {
  if (samples === null) return '–';
  return reached ? String(samples) : `~ ${Number(samples.toPrecision(2))}`;
}

/** The cells of a table: its head, and a row a measure and m. */
export function sampleNeedsText(needs: readonly SampleNeeds[]): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  return {
    head: ['measure', 'ρ', 'm', 'samples', 'error', ...targets.map((target) => `for ${percent(target)}`)],
    rows: needs.map(({ measure, rho, m, samples, error, needed }) => [
      labelText(measure),
      rho === null ? '–' : formatNumber(rho),
      String(m),
      String(samples),
      error === null ? '–' : percent(error),
      ...needed.map(neededText),
    ]),
  };
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
