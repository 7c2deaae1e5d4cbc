/** Thrown by the checks of a Parquet file: what is wrong with it, in a few words. */
export class CorruptParquet extends Error {}

const maxDepth = 32;
const maxVarintBytes = 10;

/**
 * Walks over one struct of Thrift's compact protocol without building it, and returns where it ends: so that
 * no list is longer than the bytes behind it, no number endless and no nesting deep before a parser that
 * trusts all three comes to read it.
 */
export function skimStruct(bytes: Uint8Array, start: number, depth = 0): number {
  if (depth > maxDepth) throw new CorruptParquet('its metadata is nested too deeply');
  let at = start;
  for (;;) {
    const head = byteAt(bytes, at++);
    const type = head & 0x0f;
    if (type === 0) return at;
    if (head >> 4 === 0) at = skimVarint(bytes, at);
    at = skimValue(bytes, at, type, depth);
  }
}

function skimValue(bytes: Uint8Array, at: number, type: number, depth: number): number {
  switch (type) {
    case 1: // true
    case 2: // false
      return at;
    case 3: // byte
      return within(bytes, at + 1);
    case 4: // i16, i32, i64
    case 5:
    case 6:
      return skimVarint(bytes, at);
    case 7: // double
      return within(bytes, at + 8);
    case 8: {
      const length = readLength(bytes, at);
      return within(bytes, skimVarint(bytes, at) + length);
    }
    case 9:
      return skimList(bytes, at, depth);
    case 12:
      return skimStruct(bytes, at, depth + 1);
    default:
      throw new CorruptParquet('its metadata has a field of an unknown type');
  }
}

function skimList(bytes: Uint8Array, start: number, depth: number): number {
  if (depth > maxDepth) throw new CorruptParquet('its metadata is nested too deeply');
  const head = byteAt(bytes, start);
  const long = head >> 4 === 15;
  const size = long ? readLength(bytes, start + 1) : head >> 4;
  let at = long ? skimVarint(bytes, start + 1) : start + 1;
  if (size > bytes.length - at) throw new CorruptParquet('its metadata has a list longer than the file');
  const type = head & 0x0f;
  const elementType = type === 1 || type === 2 ? 3 : type;
  for (let i = 0; i < size; i++) at = skimValue(bytes, at, elementType, depth + 1);
  return at;
}

function skimVarint(bytes: Uint8Array, start: number): number {
  let at = start;
  while (byteAt(bytes, at++) & 0x80) {
    if (at - start >= maxVarintBytes) throw new CorruptParquet('its metadata has a number without an end');
  }
  return at;
}

function readLength(bytes: Uint8Array, start: number): number {
  const end = skimVarint(bytes, start);
  let value = 0;
  for (let at = end - 1; at >= start; at--) value = value * 128 + (bytes[at]! & 0x7f);
  return value;
}

function byteAt(bytes: Uint8Array, at: number): number {
  within(bytes, at + 1);
  return bytes[at]!;
}

function within(bytes: Uint8Array, end: number): number {
  if (end > bytes.length) throw new CorruptParquet('it ends too early');
  return end;
}
