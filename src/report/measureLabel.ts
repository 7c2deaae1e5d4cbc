import type { MeasureIdentity } from '../correlation/index.ts';

/** A measure as a reader names it. */
export interface MeasureLabel {
  /** `adaptive sharpness` */
  readonly name: string;
  /** `p = 2`, `element`, and whatever else tells it from the other measures. */
  readonly details: readonly string[];
}

const names: ReadonlyMap<string, string> = new Map([['adaptive_sharpness', 'adaptive sharpness']]);

/** Labels that tell the measures apart: ascent, m and bias appear where they differ. */
export function measureLabels(measures: readonly MeasureIdentity[]): readonly MeasureLabel[] {
  const differs = (key: 'ascent' | 'm' | 'bias') => new Set(measures.map((measure) => measure[key])).size > 1;
  return measures.map(({ measure, p, normalization, ascent, m, bias }) => {
    const details: string[] = [];
    if (p !== null) details.push(`p = ${p === 'inf' ? '∞' : p}`);
    if (normalization !== null && normalization !== 'none') details.push(normalization);
    if (differs('ascent') && ascent !== null) details.push(ascent);
    if (differs('m') && m !== null) details.push(`m = ${m}`);
    if (differs('bias') && bias !== null) details.push(`bias ${bias}`);
    return { name: names.get(measure) ?? measure, details };
  });
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
