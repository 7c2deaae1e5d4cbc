import type { MeasureIdentity } from '../correlation/index.ts';
import { identityCells, measureKey } from '../correlation/measureIdentity.ts';
import { numberTuples } from '../correlation/numberTuples.ts';

/**
 * Says of which of some measures a row is: its place among them; undefined: of none.
 *
 * @param identities each at one radius, no two the same
 */
export function columnFinder(
  identities: readonly MeasureIdentity[],
): (row: MeasureIdentity) => number | undefined {
  const places = new Map(identities.map((identity, place) => [measureKey(identity), place]));
  const numberOf = numberTuples();
  const placeOf: (number | undefined)[] = [];
  return (row) => {
    const number = numberOf(identityCells(row));
    if (number === placeOf.length) placeOf.push(places.get(measureKey(row)));
    return placeOf[number];
  };
}
