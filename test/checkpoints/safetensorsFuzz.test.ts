import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { test } from 'vitest';
import { readSafetensors } from '../../src/checkpoints/index.ts';
import { expectResultOrOneLine, golden } from './golden.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const real = readFileSync(join(golden, 'runs/types/mlp-f16/model.safetensors'));

function check(bytes: Uint8Array): void {
  const path = join(folder.path, 'fuzzed.safetensors');
  writeFileSync(path, bytes);
  expectResultOrOneLine(path, readSafetensors);
}

test('real files with flipped bits', () => {
  const headerBits = 8 * (8 + Number(real.readBigUInt64LE()));
  const flips = fc.array(fc.nat(headerBits - 1), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(flips, (positions) => {
      const bytes = Uint8Array.from(real);
      for (const bit of positions) bytes[bit >> 3]! ^= 1 << (bit & 7);
      check(bytes);
    }),
    { numRuns: 400 },
  );
});

test('real files cut off or continued', () => {
  fc.assert(
    fc.property(fc.nat(real.length), fc.uint8Array({ maxLength: 20 }), (length, tail) => {
      check(Buffer.concat([real.subarray(0, length), tail]));
    }),
    { numRuns: 200 },
  );
});

test('headers of the right form with any values', () => {
  const size = fc.oneof(fc.nat(40), fc.maxSafeInteger(), fc.double(), fc.constant(-1));
  const entry = fc.record(
    {
      dtype: fc.oneof(fc.constantFrom('F32', 'F64', 'F16', 'BF16', 'I64', 'BOOL'), fc.jsonValue()),
      shape: fc.oneof(fc.array(size, { maxLength: 4 }), fc.jsonValue()),
      data_offsets: fc.oneof(fc.tuple(size, size), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  const header = fc.dictionary(
    fc.oneof(fc.string(), fc.constant('__metadata__')),
    fc.oneof(entry, fc.jsonValue()),
  );
  fc.assert(
    fc.property(fc.oneof(header, fc.jsonValue()), fc.nat(64), (value, dataBytes) => {
      const json = Buffer.from(JSON.stringify(value));
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(json.length));
      check(Buffer.concat([length, json, Buffer.alloc(dataBytes)]));
    }),
    { numRuns: 200 },
  );
});

test('any bytes', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check), { numRuns: 300 });
});
