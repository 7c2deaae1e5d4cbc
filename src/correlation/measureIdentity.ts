import type { CorrelationRow } from './types.ts';

/** The name of a column of `MeasureIdentity`. */
export type IdentityColumn =
  | 'measure'
  | 'p'
  | 'normalization'
  | 'rho'
  | 'ascent'
  | 'm'
  | 'bias'
  | 'eta'
  | 'loss'
  | 'bn_mode'
  | 'layer'
  | 'perturb'
  | 'augmentation'
  | 'steps'
  | 'restarts'
  | 'draws'
  | 'step_size'
  | 'momentum'
  | 'sigma';

/** The columns that tell one measure of a model from another: all but the model, the sample and the value. */
export const identityColumns: readonly IdentityColumn[] = [
  'measure',
  'p',
  'normalization',
  'rho',
  'ascent',
  'm',
  'bias',
  'eta',
  'loss',
  'bn_mode',
  'layer',
  'perturb',
  'augmentation',
  'steps',
  'restarts',
  'draws',
  'step_size',
  'momentum',
  'sigma',
];

/** What tells one measure of a model from another. */
export type MeasureIdentity = Pick<CorrelationRow, IdentityColumn>;

/** The identity alone, of a measurement or of a correlation. */
export function measureIdentity(row: MeasureIdentity): MeasureIdentity {
  return Object.fromEntries(identityColumns.map((name) => [name, row[name]])) as unknown as MeasureIdentity;
}

/** The identity of what is known by its name alone, as a column of the user's own is. */
export function nameOnly(measure: string): MeasureIdentity {
  const nothing = Object.fromEntries(identityColumns.map((name) => [name, null]));
  return { ...(nothing as Omit<MeasureIdentity, 'measure'>), measure };
}

/** The cells of the identity, in the order of the columns. */
export function identityCells(row: MeasureIdentity): readonly unknown[] {
  return identityColumns.map((name) => row[name]);
}

/** The same string for the same measure at the same radius. */
export function measureKey(row: MeasureIdentity): string {
  return JSON.stringify(identityCells(row));
}

/** The same string for the same measure at any radius. */
export function regionKey(row: MeasureIdentity): string {
  return JSON.stringify(identityColumns.map((name) => (name === 'rho' ? null : row[name])));
}
