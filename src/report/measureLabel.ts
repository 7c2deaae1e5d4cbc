import { complexityLabel } from '../complexity/weights/catalogue.ts';
import type { MeasureIdentity } from '../correlation/index.ts';

/** A measure as a reader names it. */
export interface MeasureLabel {
  /** `adaptive sharpness` */
  readonly name: string;
  /** `p = 2`, `element`, and whatever else tells it from the other measures. */
  readonly details: readonly string[];
}

function nameOf(measure: string): string {
  return measure === 'adaptive_sharpness' ? 'adaptive sharpness' : (complexityLabel(measure) ?? measure);
}

type Says = (value: string | number) => string;

/** How a column reads where the measures differ in it. */
const words: readonly (readonly [column: keyof MeasureIdentity, says: Says])[] = [
  ['ascent', String],
  ['steps', (steps) => count(steps, 'step')],
  ['restarts', (restarts) => count(restarts, 'start')],
  ['draws', (draws) => count(draws, 'draw')],
  ['step_size', (size) => `steps of ${formatNumber(Number(size))} ρ`],
  ['momentum', (momentum) => `momentum ${momentum}`],
  ['sigma', (sigma) => `σ = ${String(sigma).replace('rho', 'ρ').replace('sqrt(k)', '√k')}`],
  ['m', (m) => `m = ${m}`],
  ['bias', (bias) => `bias ${bias}`],
  ['eta', (eta) => `η = ${formatNumber(Number(eta))}`],
  ['loss', (loss) => (loss === 'margin' ? 'margin loss' : String(loss))],
  ['bn_mode', (mode) => `batch norm: ${mode}`],
  ['perturb', (patterns) => (patterns === '*' ? 'all parameters' : String(patterns))],
  ['layer', (layer) => `layer ${layer}`],
  ['augmentation', (kind) => (kind === 'none' ? 'not augmented' : String(kind))],
];

/** Tables from elsewhere lack columns. */
function isKnown(value: string | number | null | undefined): value is string | number {
  return value !== null && value !== undefined && value !== '' && !Number.isNaN(value);
}

/** Labels that tell the measures apart: what is the same for all of them is not said. */
export function measureLabels(measures: readonly MeasureIdentity[]): readonly MeasureLabel[] {
  // a measure that is no sharpness, of ours or of the user's, has none of these columns
  const compared = measures.filter(
    (row) => complexityLabel(row.measure) === undefined && words.some(([column]) => isKnown(row[column])),
  );
  const differing = words.filter(([column]) => new Set(compared.map((measure) => measure[column])).size > 1);
  return measures.map((measure) => {
    const { p, normalization } = measure;
    return {
      name: nameOf(measure.measure),
      details: [
        ...(p === null ? [] : [`p = ${p === 'inf' ? '∞' : p}`]),
        ...(normalization === null || normalization === 'none' ? [] : [normalization]),
        ...differing.flatMap(([column, says]) => {
          const value = measure[column];
          return isKnown(value) ? [says(value)] : [];
        }),
      ],
    };
  });
}

/** `sharpness, p = 2` */
export function labelText({ name, details }: MeasureLabel): string {
  return [name, ...details].join(', ');
}

function count(number: string | number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** `ρ = 0.5`, or nothing for a measure without a radius. */
export function radiusDetails(rho: number | null): readonly string[] {
  return rho === null ? [] : [`ρ = ${formatNumber(rho)}`];
}

/** A number as the paper writes a radius: 0.005, 5e-6. */
export function formatNumber(value: number): string {
  return value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential() : String(value);
}

/** A coefficient to three decimals, with a true minus sign; an en dash where it is undefined. */
export function formatCoefficient(value: number | null): string {
  return value === null
    ? '–'
    : value
        .toFixed(3)
        .replace(/^-(0\.0*)$/, '$1')
        .replace('-', '−');
}
