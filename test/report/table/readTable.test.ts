import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { correlateTable } from '../../../src/correlation/index.ts';
import { formatParquet, parseParquet } from '../../../src/report/table/parquet.ts';
import { readTable } from '../../../src/report/table/readTable.ts';
import { messageOf, temporaryFile, temporaryFolder } from '../folder.ts';

const fromCsv = (csv: string | Uint8Array) => readTable(temporaryFile('t.csv', csv));
const fromParquet = (bytes: Uint8Array | ArrayBuffer) =>
  readTable(temporaryFile('t.parquet', new Uint8Array(bytes)));

describe('readTable of CSV', () => {
  it('finds numbers, booleans and text', async () => {
    expect(await fromCsv('n,b,t,e\n1,true,x,\n-2.5e-3,FALSE,2,\ninf,,"",\n NaN ,true,,')).toEqual({
      names: ['n', 'b', 't', 'e'],
      columns: {
        n: [1, -0.0025, Number.POSITIVE_INFINITY, Number.NaN],
        b: [true, false, null, true],
        t: ['x', '2', '', null],
        e: [null, null, null, null],
      },
      rows: 4,
    });
  });

  it('reads quoted cells, CRLF, a byte order mark, blank lines and a missing last line end', async () => {
    const table = await fromCsv('\uFEFFa,"b ""c"""\r\n"1,2","x\r\ny"\r\n\r\n"""",z');
    expect(table).toEqual({
      names: ['a', 'b "c"'],
      columns: { a: ['1,2', '"'], 'b "c"': ['x\r\ny', 'z'] },
      rows: 2,
    });
  });

  it('takes names that objects have of their own', async () => {
    const { columns } = await fromCsv('__proto__,constructor\n1,2\n');
    expect(Object.entries(columns)).toEqual([
      ['__proto__', [1]],
      ['constructor', [2]],
    ]);
    expect(() => correlateTable({ columns, gap: 'toString', measures: [], hyperparameters: [] })).toThrow(
      'no column',
    );
  });

  it.each([
    ['', 'the file is empty'],
    ['\n\n', 'the file is empty'],
    ['a,b\n1,2\n"x\ny",2\n1,2,3\n', 'line 5 has 3 cells, but the header has 2'],
    ['a,b\n1\n', 'line 2 has 1 cells, but the header has 2'],
    ['a,a\n1,2\n', 'two columns are named "a"'],
    ['a,b\n1,"2\n3,4\n', 'line 2: a quoted cell begins here but never ends'],
    ['a,b\n"1"x,2\n', 'line 2: "x" follows a closing quote'],
    ['a\n\0', 'neither CSV (text in UTF-8) nor Parquet'],
  ])('says what is wrong with %j', async (csv, message) => {
    expect(await messageOf(fromCsv(csv))).toContain(`t.csv: ${message}`);
  });

  it('says what is no table', async () => {
    expect(await messageOf(fromCsv(new Uint8Array([0xff, 0xfe, 1, 2])))).toContain('neither CSV');
    expect(await messageOf(readTable('/nowhere/t.csv'))).toBe(
      '/nowhere/t.csv: there is no such file; a table is a CSV or Parquet file',
    );
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'd'));
    expect(await messageOf(readTable(join(folder, 'd')))).toContain('not a file');
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(await messageOf(readTable(join(folder, 'pipe')))).toContain('not a file');
  });

  it('never fails otherwise', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .array(fc.constantFrom('"', ',', '\n', '\r', 'a', '1', ' '), { maxLength: 30 })
        .map((all) => Buffer.from(all.join(''))),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const path = temporaryFile('t.csv', content);
        await readTable(path).catch((error) => messageOf(Promise.reject(error)));
      }),
    );
  });
});

describe('readTable of Parquet', () => {
  it('reads every type of column that a table can have, with holes', async () => {
    const columnData = [
      { name: 'd', data: [1.5, null, Number.NaN, Number.NEGATIVE_INFINITY], type: 'DOUBLE' as const },
      { name: 'f', data: [1.5, 2, 3, 4], type: 'FLOAT' as const, nullable: false },
      { name: 'i', data: [1, 2, null, 4], type: 'INT32' as const },
      {
        name: 'l',
        data: [1n, 2n, 3n, 2n ** 53n],
        type: 'INT64' as const,
        nullable: false,
        encoding: 'PLAIN' as const,
      },
      { name: 'b', data: [true, false, null, true], type: 'BOOLEAN' as const },
      { name: 's', data: ['a', 'a', 'a', null], type: 'STRING' as const },
    ];
    for (const codec of ['SNAPPY', 'UNCOMPRESSED'] as const) {
      const { columns, rows } = await fromParquet(parquetWriteBuffer({ columnData, codec }));
      expect(rows).toBe(4);
      expect(columns).toEqual({
        d: [1.5, null, Number.NaN, Number.NEGATIVE_INFINITY],
        f: [1.5, 2, 3, 4],
        i: [1, 2, null, 4],
        l: [1, 2, 3, 2 ** 53],
        b: [true, false, null, true],
        s: ['a', 'a', 'a', null],
      });
    }
  });

  it('reads many row groups', async () => {
    const data = Array.from({ length: 2500 }, (_, i) => i % 7);
    const { columns } = await fromParquet(
      parquetWriteBuffer({
        columnData: [{ name: 'x', data, type: 'DOUBLE' }],
        rowGroupSize: 1000,
        pageSize: 512,
      }),
    );
    expect(columns.x).toEqual(data);
  });

  it.each(['snappy', 'gzip'])('reads what pyarrow writes, compressed by %s', async (codec) => {
    const path = join(import.meta.dirname, `pyarrow-${codec}.parquet`);
    expect(await readTable(path)).toEqual({
      names: ['gap', 'name', 'flag', 'count'],
      columns: {
        gap: Array.from({ length: 40 }, (_, i) => (i % 5 === 0 ? null : i / 3)),
        name: Array.from({ length: 40 }, (_, i) => `name ${i % 4}`),
        flag: Array.from({ length: 40 }, (_, i) => i % 3 === 0),
        count: Array.from({ length: 40 }, (_, i) => i),
      },
      rows: 40,
    });
  });

  it('says what it does not read', async () => {
    const delta = parquetWriteBuffer({
      columnData: [{ name: 'x', data: [1, 2, 3], type: 'INT32', encoding: 'DELTA_BINARY_PACKED' }],
    });
    expect(await messageOf(fromParquet(delta))).toContain(
      'DELTA_BINARY_PACKED; write it with plain or dictionary encoding',
    );
    expect(await messageOf(fromParquet(Buffer.from('PAR1')))).toContain(
      'cannot be read: its footer is damaged',
    );
    const lists = parquetWriteBuffer({
      columnData: [{ name: 'x', data: [{ a: 1 }], type: 'JSON' }],
    });
    expect(await messageOf(fromParquet(lists))).toContain(
      'column "x" must hold numbers, booleans or text, but row 1 does not',
    );
  });

  it('refuses a run that is longer than its page', async () => {
    const data = Array.from({ length: 100 }, (_, i) => i);
    const bytes = new Uint8Array(parquetWriteBuffer({ columnData: [{ name: 'x', data, type: 'DOUBLE' }] }));
    // 100 times "not null": the count doubled, as a varint, then the level
    const at = bytes.findIndex((_, i) => bytes[i] === 0xc8 && bytes[i + 1] === 0x01 && bytes[i + 2] === 0x01);
    expect((await fromParquet(bytes)).columns.x).toEqual(data);
    bytes[at + 1] = 0x7f;
    expect(await messageOf(fromParquet(bytes))).toContain('a run is longer than its page');
  });

  describe.each([
    ['version 2 pages', () => ours()],
    [
      'version 1 pages',
      () => new Uint8Array(readFileSync(join(import.meta.dirname, 'pyarrow-snappy.parquet'))),
    ],
  ])('damaged, with %s', (_, load) => {
    const whole = load();
    const survives = async (bytes: Uint8Array) => {
      await parseParquet(bytes, 't.parquet').catch((error) => messageOf(Promise.reject(error)));
    };

    it('by any one bit: a table or one line', async () => {
      for (let bit = 0; bit < whole.length * 8; bit++) {
        const bytes = whole.slice();
        bytes[bit >> 3]! ^= 1 << (bit & 7);
        await survives(bytes);
      }
    }, 30_000);

    it('by several bytes, or cut short', async () => {
      const damage = fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 0x7f, 0x80, 0xff, 0xfe)), {
        minLength: 1,
        maxLength: 6,
      });
      await fc.assert(
        fc.asyncProperty(damage, fc.nat(), async (changes, end) => {
          const bytes = whole.slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          await survives(bytes);
          await survives(whole.slice(0, 4 + (end % whole.length)));
        }),
        { numRuns: 1000 },
      );
    }, 30_000);
  });
});

function ours(): Uint8Array {
  const rows = Array.from({ length: 40 }, (_, i) => i);
  const columns = [
    rows.map((i) => (i % 5 === 0 ? null : i / 3)),
    rows.map((i) => `name ${i % 4}`),
    rows.map((i) => i % 3 === 0),
  ];
  return formatParquet(['x', 'name', 'flag'], columns, new Set());
}
