/** A coefficient to three decimals, with a true minus sign; an en dash where it is undefined. */
export function coefficient(value: number | null): string {
  if (value === null) return '–';
  return value
    .toFixed(3)
    .replace(/^-(0\.0*)$/, '$1')
    .replace('-', '−');
}

/** The same of a difference: with its sign. */
export function signed(value: number | null): string {
  const text = coefficient(value);
  return value === null || text.startsWith('−') ? text : `+${text}`;
}

/** A radius or another setting as the paper writes it: 0.005, 5e-5. */
export function setting(value: number | string | boolean): string {
  const isSmall = typeof value === 'number' && value !== 0 && Math.abs(value) < 1e-3;
  return isSmall ? value.toExponential() : String(value);
}

/** Four significant digits at most. */
export function rounded(value: number | null): string {
  if (value === null) return '–';
  return String(Number(value.toPrecision(3)));
}

/** `93.2 %`; an en dash where there is nothing to take a share of. */
export function share(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The middle one; of an even number the mean of both. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return mean(sorted.slice(Math.max(0, middle - 1), middle + 1));
}
