import { describe, expect, it } from 'vitest';
import { skimStruct } from '../../../src/report/table/thriftSkim.ts';

/** A field's head: the distance of its id in the high half, its type in the low one. */
const field = (type: number) => 0x10 | type;
const list = 9;
const struct = 12;
const stop = 0;

describe('skimStruct', () => {
  const skim = (...bytes: number[]) => skimStruct(Uint8Array.from(bytes), 0);

  it('finds the end of a struct', () => {
    // true, i32 300, double, binary of 2, list of 2 bytes, list of 1 boolean, empty struct, then other bytes
    const fields = [
      ...[field(1)],
      ...[field(5), 0xd8, 0x04],
      ...[field(7), 0, 0, 0, 0, 0, 0, 0, 0],
      ...[field(8), 2, 65, 66],
      ...[field(list), 0x23, 7, 7],
      ...[field(list), 0x11, 1],
      ...[field(struct), stop],
      ...[0x05, 0x20, 0x02], // an id of its own
    ];
    expect(skim(...fields, stop, 9, 9)).toBe(fields.length + 1);
  });

  it.each([
    [
      'a list longer than the file',
      [field(list), 0xf3, 0xff, 0xff, 0xff, 0xff, 0x07],
      'a list longer than the file',
    ],
    ['a text longer than the file', [field(8), 0xff, 0xff, 0xff, 0xff, 0x07, 1], 'it ends too early'],
    ['an endless number', [field(5), ...new Array(20).fill(0xff)], 'a number without an end'],
    ['a bottomless struct', new Array(100_000).fill(field(struct)), 'nested too deeply'],
    ['a bottomless list', [field(list), ...new Array(100_000).fill(0x19)], 'nested too deeply'],
    ['an unknown type', [field(13)], 'unknown type'],
    ['no end', [field(1), field(2)], 'it ends too early'],
  ])('stops at %s', (_, bytes, message) => {
    expect(() => skim(...bytes)).toThrow(message);
  });
});
