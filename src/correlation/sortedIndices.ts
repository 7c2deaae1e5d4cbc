/** From so many numbers on, counting digits is faster than comparing. */
const MANY = 10_000;
const DIGITS = 1 << 16;

/** The indices of numbers, none of them NaN, in ascending order of the numbers. */
export function sortedIndices(values: ArrayLike<number>): Uint32Array {
  return values.length < MANY ? byComparison(values) : byDigits(values);
}

function byComparison(values: ArrayLike<number>): Uint32Array {
  return firstIndices(values.length).sort((i, j) => {
    const [a, b] = [values[i]!, values[j]!];
    return a < b ? -1 : a > b ? 1 : 0;
  });
}

/** Radix sort by digits of 16 bits, the lowest first. */
function byDigits(values: ArrayLike<number>): Uint32Array {
  const n = values.length;
  const { low, high } = orderedBits(values);
  let from = firstIndices(n);
  let to = new Uint32Array(n);
  for (const [words, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    const places = new Uint32Array(DIGITS + 1);
    for (let i = 0; i < n; i++) places[((words[i]! >>> shift) & (DIGITS - 1)) + 1]! += 1;
    for (let digit = 1; digit <= DIGITS; digit++) places[digit]! += places[digit - 1]!;
    for (let k = 0; k < n; k++) {
      const i = from[k]!;
      to[places[(words[i]! >>> shift) & (DIGITS - 1)]!++] = i;
    }
    [from, to] = [to, from];
  }
  return from;
}

/** The halves of 64-bit words that as whole numbers order as the doubles do: of negative ones all bits are turned. */
function orderedBits(values: ArrayLike<number>): { readonly low: Uint32Array; readonly high: Uint32Array } {
  const n = values.length;
  const low = new Uint32Array(n);
  const high = new Uint32Array(n);
  const double = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < n; i++) {
    double.setFloat64(0, values[i]!);
    const top = double.getUint32(0);
    const turned = top >>> 31 === 1 ? 0xffffffff : 0;
    high[i] = top ^ (turned | 0x80000000);
    low[i] = double.getUint32(4) ^ turned;
  }
  return { low, high };
}

function firstIndices(n: number): Uint32Array<ArrayBuffer> {
  const indices = new Uint32Array(n);
  for (let i = 0; i < n; i++) indices[i] = i;
  return indices;
}
