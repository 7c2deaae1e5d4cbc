import { createHash } from 'node:crypto';
import { toCanonicalJson } from './canonicalJson.ts';

/** A hash of a plan (plain data) that is the same however its keys are ordered: 64 hexadecimal digits. */
export function planHash(plan: unknown): string {
  return createHash('sha256').update(toCanonicalJson(plan)).digest('hex');
}

/** How many differences a message names. */
const namedDifferences = 5;

/** How a plan differs from an earlier one, in one line: `m: 8 -> 16, rho[2]: 0.1 -> 0.2`; empty if it does not. */
export function planDifference(earlier: unknown, now: unknown): string {
  const all = differences('', earlier, now);
  const more = all.length > namedDifferences ? [`and ${all.length - namedDifferences} more`] : [];
  return [...all.slice(0, namedDifferences), ...more].join(', ');
}

function differences(path: string, earlier: unknown, now: unknown): string[] {
  if (isObject(earlier) && isObject(now) && Array.isArray(earlier) === Array.isArray(now)) {
    const keys = new Set([...Object.keys(earlier), ...Object.keys(now)]);
    return [...keys].flatMap((key) =>
      differences(join(path, key, Array.isArray(now)), earlier[key], now[key]),
    );
  }
  return show(earlier) === show(now)
    ? []
    : [`${path || 'plan'}: ${shorten(show(earlier))} -> ${shorten(show(now))}`];
}

function join(path: string, key: string, isIndex: boolean): string {
  if (isIndex) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'number' ? String(value) : toCanonicalJson(value);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
