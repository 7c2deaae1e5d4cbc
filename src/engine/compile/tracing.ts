import type { Precision } from '../description.ts';

let current: Precision | undefined;

/** The precision of the trace that is being recorded, if one is: fused ops without a double kernel compose themselves. */
export function tracedPrecision(): Precision | undefined {
  return current;
}

export function whileTracing<T>(precision: Precision, body: () => T): T {
  current = precision;
  try {
    return body();
  } finally {
    current = undefined;
  }
}
