import { createHash } from 'node:crypto';
import type { AxisValue } from './types.ts';

/** The value of a hyperparameter: a list is `16-32`, null and an empty list `none`. */
export function hyperparameterOf(value: AxisValue): string | number | boolean {
  if (value === null) return 'none';
  return typeof value === 'object' ? value.map(hyperparameterOf).join('-') || 'none' : value;
}

/** One value of an axis, under its name. */
export type NamedValue = readonly [name: string, value: string | number | boolean];

/** File systems take 255 bytes; what stands beside a folder while it is written has a longer name. */
const maxLength = 200;

/**
 * The name of a run's folder: `batchSize=32_learningRate=0.1_seed=0`. Other characters than letters, digits and _.+- are
 * their bytes (`%2f`); a name longer than 200 characters ends with a hash of what it leaves out, before its seed.
 */
export function runName(values: readonly NamedValue[], seed: number): string {
  const head = values.map(([name, value]) => `${name}=${escaped(String(value))}_`).join('');
  const tail = `seed=${seed}`;
  if (head.length + tail.length <= maxLength) return `${head}${tail}`;
  const hash = createHash('sha256').update(head).digest('hex').slice(0, 16);
  return `${head.slice(0, maxLength - tail.length - hash.length - 2)}-${hash}_${tail}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[^\w.+-]/gu, (character) =>
    [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );
}
