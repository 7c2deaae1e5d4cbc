/** What JSON can hold, with every double: NaN, the infinities and -0 included. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

const numberKey = '$number';

/**
 * The one JSON text of a value: keys sorted, no spaces, no line breaks. Numbers that JSON lacks become
 * `{"$number":"NaN"}`, `"Infinity"`, `"-Infinity"` or `"-0"`; undefined properties are left out.
 *
 * @throws Error for what is no plain data: a typed array, a Map, a function
 */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(encode(value));
}

/** The value whose `toCanonicalJson` is `text`. */
export function fromCanonicalJson(text: string): unknown {
  if (!text.includes(numberKey)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown) =>
    isEncodedNumber(value) ? Number(value[numberKey]) : value,
  );
}

function encode(value: unknown): Json {
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { [numberKey]: Object.is(value, -0) ? '-0' : String(value) };
    case 'string':
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(encode);
      return encodeObject(value);
    default:
      throw new Error(`no plain data: a ${typeof value}`);
  }
}

function encodeObject(object: object): Json {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null)
    throw new Error(`no plain data: a ${object.constructor.name}`);
  if (numberKey in object) throw new Error(`no plain data: a property named ${numberKey}`);
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, encode(value)]));
}

function isEncodedNumber(value: unknown): value is { [numberKey]: string } {
  return typeof value === 'object' && value !== null && numberKey in value;
}
