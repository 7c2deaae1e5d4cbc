/**
 * Numbers tuples from 0, the same one the same, as JSON has it. It makes no key of most: where some tuples take turns, each
 * is most often the one that followed the one before it the last time.
 */
export function numberTuples(): (tuple: readonly unknown[]) => number {
  const known: (readonly unknown[])[] = [];
  const numbers = new Map<string, number>();
  const followers: number[] = [];
  let last = 0;
  const lookUp = (tuple: readonly unknown[]): number => {
    const key = JSON.stringify(tuple);
    const number = numbers.get(key) ?? known.length;
    if (number === known.length) {
      numbers.set(key, number);
      known.push([...tuple]);
    }
    return number;
  };
  return (tuple) => {
    const guess = followers[last] ?? last;
    const number = isSame(tuple, known[guess]) ? guess : lookUp(tuple);
    followers[last] = number;
    last = number;
    return number;
  };
}

function isSame(tuple: readonly unknown[], known: readonly unknown[] | undefined): boolean {
  if (known?.length !== tuple.length) return false;
  for (let k = 0; k < tuple.length; k++) if (!Object.is(tuple[k], known[k])) return false;
  return true;
}
