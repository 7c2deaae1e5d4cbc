import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CsvRecord, decodeCsv, startRecords } from '../../../src/report/table/csvRecords.ts';
import { messageOf } from '../folder.ts';

/** What is read of bytes that come in these pieces; a message where they are damaged. */
function readInPieces(pieces: readonly Uint8Array[]): readonly CsvRecord[] | string {
  const records: CsvRecord[] = [];
  try {
    const reader = startRecords('t.csv', (record) => records.push(record));
    const decode = decodeCsv('t.csv');
    for (const piece of pieces) reader.read(decode(piece));
    reader.end(decode());
    return records;
  } catch (error) {
    return String(error);
  }
}

const text = fc
  .array(
    fc.constantFrom(
      ',',
      ',',
      '\n',
      '\r\n',
      '\r',
      '"',
      '""',
      '"a,b"',
      '"c\nd"',
      '"e\r\n""f"',
      'x',
      '12',
      'ä',
      '☃',
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

describe('records', () => {
  it('are the same wherever the file is cut, in a line end, a quoted cell or a character', () => {
    fc.assert(
      fc.property(text, fc.array(fc.nat(), { maxLength: 4 }), (csv, cuts) => {
        const bytes = new TextEncoder().encode(csv);
        const places = cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b);
        const pieces = [0, ...places].map((from, k) => bytes.subarray(from, places[k] ?? bytes.length));
        expect(readInPieces(pieces)).toEqual(readInPieces([bytes]));
      }),
      { numRuns: 500 },
    );
  });

  it('begin on the lines that they say', () => {
    const csv = 'a,b\n\n1,"x\ny"\r\n2,\r3,"4"\n';
    expect(readInPieces([new TextEncoder().encode(csv)])).toEqual([
      { cells: ['a', 'b'], line: 1 },
      { cells: ['1', 'x\ny'], line: 3 },
      { cells: ['2', null], line: 5 },
      { cells: ['3', '4'], line: 6 },
    ]);
  });

  it('are not looked for without end: a quoted cell that never ends is refused', async () => {
    const reading = async () => {
      const reader = startRecords('t.csv', () => undefined);
      reader.read('a,b\n1,"');
      for (let piece = 0; piece < 20; piece++) reader.read('x'.repeat(2 ** 20));
    };
    expect(await messageOf(reading())).toBe(
      't.csv: line 2: a row of more than 16777216 characters begins here',
    );
  });
});
