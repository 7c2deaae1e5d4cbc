import type { CorrelationRow } from './types.ts';

/** What tells one measure of a model from another: everything but the model, the sample and the value. */
export type MeasureIdentity = Pick<
  CorrelationRow,
  'measure' | 'p' | 'normalization' | 'rho' | 'ascent' | 'm' | 'bias'
>;

/** The identity alone, of a measurement or of a correlation. */
export function measureIdentity(row: MeasureIdentity): MeasureIdentity {
  const { measure, p, normalization, rho, ascent, m, bias } = row;
  return { measure, p, normalization, rho, ascent, m, bias };
}

/** The same string for the same measure at the same radius. */
export function measureKey(row: MeasureIdentity): string {
  return JSON.stringify([regionKey(row), row.rho]);
}

/** The same string for the same measure at any radius. */
export function regionKey(row: MeasureIdentity): string {
  return JSON.stringify([row.measure, row.p, row.normalization, row.ascent, row.m, row.bias]);
}
