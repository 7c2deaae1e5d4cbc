import { ascending } from './ascending.ts';
import type { Numbered } from './numbered.ts';

/**
 * Cuts numbers into bins of about equal counts: bin k of B holds those of which k/B or more, but less than (k+1)/B,
 * of all are below. Equal numbers share a bin.
 *
 * @param numbers without NaN
 */
export function binned(numbers: Float64Array, bins: number): Numbered {
  const { order, ends } = ascending(numbers);
  const binOf = new Uint32Array(numbers.length);
  let below = 0;
  for (const end of ends) {
    const bin = Math.floor((bins * below) / numbers.length);
    for (let k = below; k < end; k++) binOf[order[k]!] = bin;
    below = end;
  }
  return { numbers: binOf, count: bins };
}
