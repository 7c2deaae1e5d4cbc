import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOutputTables, writeTables } from '../../../src/report/table/index.ts';
import { messageOf, temporaryFolder } from '../folder.ts';
import { measurement } from '../measurement.ts';

const curves = [
  { ...measurement({ rho: 0.1 }), curve: [0.1, 0.25, 0.25] },
  measurement({ rho: 0.2 }),
  { ...measurement({ rho: 0.3 }), curve: [0, Number.POSITIVE_INFINITY] },
];

describe.each(['csv', 'parquet'])('through %s', (format) => {
  const throughFiles = async (tables: Parameters<typeof writeTables>[1]) => {
    const folder = temporaryFolder();
    await writeTables(folder, { checkpoints: [], ...tables });
    for (const name of readdirSync(folder)) if (!name.endsWith(format)) rmSync(join(folder, name));
    const { convergence, ...read } = await readOutputTables(folder);
    return {
      ...read,
      measurements: [...read.measurements],
      ...(convergence && { convergence: [...convergence] }),
    };
  };

  it('curves come back, each as long as it was', async () => {
    expect((await throughFiles({ measurements: curves })).measurements).toEqual(curves);
  });

  it('rows that differ in a column of their identity are different measurements', async () => {
    const rows = [
      measurement({}),
      measurement({ layer: 'fc1' }),
      measurement({ loss: 'margin' }),
      measurement({ steps: 20 }),
    ];
    expect((await throughFiles({ measurements: rows })).measurements).toEqual(rows);
  });

  it('the convergence comes back: rows that differ in their samples alone', async () => {
    const convergence = [64, 128].map((samples) => measurement({ samples }));
    expect(await throughFiles({ measurements: [], convergence })).toMatchObject({ convergence });
    expect(await throughFiles({ measurements: [] })).not.toHaveProperty('convergence');
  });
});

describe('the file', () => {
  it('has best_1, best_2 ... after the columns of a measurement', async () => {
    const folder = temporaryFolder();
    await writeTables(folder, { measurements: curves });
    const [header, ...rows] = readFileSync(join(folder, 'measurements.csv'), 'utf8').trimEnd().split('\n');
    expect(header).toMatch(/,still_improving,best_1,best_2,best_3$/);
    expect(rows.map((row) => row.split(',').slice(-3))).toEqual([
      ['0.1', '0.25', '0.25'],
      ['', '', ''],
      ['0', 'Infinity', ''],
    ]);
  });

  it('may have other columns, and says where one of a curve is no number', async () => {
    const folder = temporaryFolder();
    await writeTables(folder, { checkpoints: [], measurements: curves });
    const path = join(folder, 'measurements.csv');
    const csv = readFileSync(path, 'utf8');
    writeFileSync(path, csv.replace('best_2', 'mine'));
    const [first] = (await readOutputTables(folder)).measurements;
    expect(first!.curve).toEqual([0.1]);
    writeFileSync(path, csv.replace(',0.25,0.25', ',oops,0.25'));
    expect(await messageOf(readOutputTables(folder))).toContain('line 2: "best_2" is "oops"');
  });
});
