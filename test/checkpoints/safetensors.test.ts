import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSafetensors, writeSafetensors } from '../../src/checkpoints/index.ts';
import { UserError } from '../../src/userError.ts';
import { golden, readJson } from './golden.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const file = (name: string) => join(folder.path, name);

/** A file with this header, as text or as a value, and so many bytes of data. */
function write(header: unknown, dataBytes: number, headerBytes?: number): string {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(headerBytes ?? json.length));
  const path = file('made.safetensors');
  writeFileSync(path, Buffer.concat([length, json, Buffer.alloc(dataBytes)]));
  return path;
}

const entry = (begin: number, end: number, more: object = {}) => ({
  dtype: 'F32',
  shape: [(end - begin) / 4],
  data_offsets: [begin, end],
  ...more,
});

test('the four types of the Python library decode to the values of PyTorch', () => {
  const bits = readJson<Record<string, number[]>>(join(golden, 'dtypes.json'));
  const tensors = readSafetensors(join(golden, 'dtypes.safetensors'));
  expect([...tensors.keys()].sort()).toEqual(['BF16', 'F16', 'F32', 'F64']);
  for (const [name, { data }] of tensors) {
    expect(data, name).toEqual(new Float32Array(Uint32Array.from(bits[name]!).buffer));
    expect(data.map((value) => (Object.is(value, -0) ? 1 : 0))[1], name).toBe(1);
  }
});

test('num_batches_tracked is left out, of whatever type', () => {
  const header = {
    'bn1.num_batches_tracked': { dtype: 'I64', shape: [], data_offsets: [0, 8] },
    a: entry(8, 12),
  };
  expect([...readSafetensors(write(header, 12)).keys()]).toEqual(['a']);
});

test('what is written is read back, to the bit, and the same bytes are written again', () => {
  const tensor = fc
    .tuple(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }), fc.infiniteStream(fc.float()))
    .map(([shape, values]) => {
      const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
      return { shape, data: data.map(() => values.next().value) };
    });
  const name = fc.string({ unit: 'binary' }).filter((n) => n !== '__metadata__');
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(name, tensor), { selector: ([n]) => n, maxLength: 5 }), (tensors) => {
      const named = new Map(tensors.filter(([n]) => n !== '__proto__' && !n.endsWith('num_batches_tracked')));
      writeSafetensors(file('trip.safetensors'), named);
      const bytes = readFileSync(file('trip.safetensors'));
      expect(Number(bytes.readBigUInt64LE()) % 8).toBe(0);
      const read = readSafetensors(file('trip.safetensors'));
      expect(new Map([...read].sort())).toEqual(new Map([...named].sort()));
      writeSafetensors(file('again.safetensors'), named);
      expect(readFileSync(file('again.safetensors')).equals(bytes)).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('doubles are written as F64, to the bit, beside texts in the header', () => {
  const data = Float64Array.of(1 / 3, -0, 5e-324);
  const path = file('doubles.safetensors');
  writeSafetensors(path, new Map([['a', { shape: [3], data }]]), { examples: '1 2' });
  const bytes = readFileSync(path);
  const start = 8 + Number(bytes.readBigUInt64LE());
  expect(JSON.parse(bytes.toString('utf8', 8, start))).toEqual({
    __metadata__: { format: 'pt', examples: '1 2' },
    a: { dtype: 'F64', shape: [3], data_offsets: [0, 24] },
  });
  const written = [0, 8, 16].map((at) => bytes.readDoubleLE(start + at));
  expect(written.map((value, k) => Object.is(value, data[k]))).toEqual([true, true, true]);
  expect(readSafetensors(path).get('a')!.data).toEqual(Float32Array.from(data));
});

test('a tensor that is a view of a larger array is written as itself', () => {
  const whole = Float32Array.of(9, 1, 2, 9);
  writeSafetensors(file('view.safetensors'), new Map([['a', { shape: [2], data: whole.subarray(1, 3) }]]));
  expect(readSafetensors(file('view.safetensors')).get('a')!.data).toEqual(Float32Array.of(1, 2));
});

test.each([
  ['a length beyond the file', () => write('{}', 0, 2 ** 40), /header has 1099511627776 bytes/],
  ['a length of all ones', () => write('{}', 0, Number.MAX_SAFE_INTEGER), /header has/],
  ['no JSON', () => write('{"a":', 0), /not JSON/],
  ['no object', () => write('[]', 0), /not a JSON object/],
  ['no UTF-8', () => write('{"a":"'.padEnd(10, '\u00ff'), 0, 7), /not UTF-8/],
  [
    'a name twice',
    () => write(`{"a":${JSON.stringify(entry(0, 4))},"\\u0061":${JSON.stringify(entry(0, 4))}}`, 4),
    /"a" twice/,
  ],
  ['an entry that is none', () => write({ a: 3 }, 0), /"a".*not an object/],
  ['an entry that is the next name', () => write({ a: 'b', b: entry(0, 4) }, 4), /"a".*not an object/],
  ['an unknown type', () => write({ a: entry(0, 4, { dtype: 'F31' }) }, 4), /"F31"; the types are F64/],
  ['an inherited type', () => write({ a: entry(0, 4, { dtype: 'toString' }) }, 4), /unknown type "toString"/],
  ['a type that is no text', () => write({ a: entry(0, 4, { dtype: { toString: 1 } }) }, 4), /unknown type/],
  ['an integer parameter', () => write({ a: entry(0, 4, { dtype: 'I32' }) }, 4), /"a" is I32; F64, F32/],
  ['a negative size', () => write({ a: entry(0, 4, { shape: [-1, -1] }) }, 4), /shape is not/],
  [
    'a shape that overflows',
    () => write({ a: entry(0, 0, { shape: [2 ** 52, 2 ** 52, 2 ** 24] }) }, 0),
    /its range 0-0/,
  ],
  [
    'infinitely many times none',
    () =>
      write(
        {
          a: entry(0, 0, {
            shape: Array(40)
              .fill(2 ** 52)
              .concat(0),
          }),
        },
        0,
      ),
    /range/,
  ],
  [
    'a range too short',
    () => write({ a: entry(0, 8, { shape: [3] }) }, 8),
    /has 12 bytes, but its range 0-8/,
  ],
  ['a range that runs backwards', () => write({ a: entry(4, 0, { shape: [1] }) }, 4), /range 4-0/],
  ['an overlap', () => write({ a: entry(0, 8), b: entry(4, 12) }, 12), /"b" starts at byte/],
  ['a hole', () => write({ a: entry(0, 4), b: entry(8, 12) }, 12), /"b" starts at byte/],
  ['data that no tensor has', () => write({ a: entry(0, 4) }, 8), /cut off or damaged/],
  ['data that is cut off', () => write({ a: entry(0, 400) }, 8), /cut off or damaged/],
  ['a missing range', () => write({ a: { dtype: 'F32', shape: [1] } }, 4), /data_offsets/],
] as [string, () => string, RegExp][])('%s is refused in one line', (_name, make, message) => {
  const path = make();
  expect(() => readSafetensors(path)).toThrow(UserError);
  expect(() => readSafetensors(path)).toThrow(message);
  expect(() => readSafetensors(path)).toThrow(path);
});

test('names that could deceive are quoted, and a name of a megabyte is shortened', () => {
  const read = (name: string) => () => readSafetensors(write(JSON.stringify({ [name]: 3 }), 0));
  expect(read('a\nb')).toThrow(/tensor "a\\nb": its header/);
  expect(read('x'.repeat(2 ** 20))).toThrow(/tensor "x{100}\.\.\."/);
});

test('a deeply nested header is no crash', () => {
  const deep = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
  expect(() => readSafetensors(write(deep, 0))).toThrow(/"a".*not an object/);
});

test('a file that claims a huge tensor is refused before anything is allocated', () => {
  const path = write({ a: { dtype: 'F32', shape: [2 ** 34], data_offsets: [0, 2 ** 36] } }, 4);
  expect(() => readSafetensors(path)).toThrow(/cut off or damaged/);
});

test('an empty file, a folder, a device and a missing file are no safetensors files', () => {
  writeFileSync(file('empty'), '');
  expect(() => readSafetensors(file('empty'))).toThrow(/0 bytes/);
  expect(() => readSafetensors(folder.path)).toThrow(/not a regular file/);
  expect(() => readSafetensors(file('missing'))).toThrow(UserError);
  if (process.platform === 'win32') return;
  expect(() => readSafetensors('/dev/zero')).toThrow(/not a regular file/);
});

test('the check sees names and shapes before any data is read', () => {
  const path = write({ a: entry(0, 4), n: entry(4, 8, { dtype: 'I32', shape: [1] }) }, 8);
  const names: string[] = [];
  const refuse = () =>
    readSafetensors(path, (entries) => {
      names.push(...entries.map(({ name }) => name));
      throw new UserError('refused');
    });
  expect(refuse).toThrow('refused');
  expect(names).toEqual(['a', 'n']);
  truncateSync(path, 9);
  expect(refuse).toThrow(/header/);
});
