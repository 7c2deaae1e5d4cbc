/** A number from 0 for each item: the same one for the same item, in first-seen order. */
export interface Numbered {
  readonly numbers: Uint32Array;
  readonly count: number;
}

export function numbered(keys: readonly (string | number)[]): Numbered {
  const known = new Map<string | number, number>();
  const numbers = Uint32Array.from(keys, (key) => {
    const number = known.get(key) ?? known.size;
    if (number === known.size) known.set(key, number);
    return number;
  });
  return { numbers, count: known.size };
}

/** A number for each combination of what some numberings say of so many items. */
export function combined(items: number, all: readonly Numbered[]): Numbered {
  const one: Numbered = { numbers: new Uint32Array(items), count: Math.min(1, items) };
  return all.reduce(
    (sofar, { numbers, count }) =>
      numbered(Array.from(numbers, (number, item) => sofar.numbers[item]! * count + number)),
    one,
  );
}

/** The items of each number that occurs, by ascending number. */
export function groupsOf(numbers: Uint32Array): readonly (readonly number[])[] {
  const groups: number[][] = [];
  numbers.forEach((number, item) => {
    groups[number] ??= [];
    groups[number].push(item);
  });
  return groups.filter((group) => group !== undefined);
}
