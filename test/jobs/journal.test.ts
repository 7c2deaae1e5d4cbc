import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openJournal } from '../../src/jobs/journal.ts';
import { machineName } from '../../src/processes.ts';
import { UserError } from '../../src/userError.ts';
import { plainData } from './plainData.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'journal-'));
  path = join(folder, 'out', 'journal.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

const plan = { m: 8, rho: [5e-6, Infinity] };

function write(pieces: Readonly<Record<string, unknown>>, ofPlan: unknown = plan): void {
  const journal = openJournal(path, ofPlan);
  for (const [key, result] of Object.entries(pieces)) journal.append(key, result);
  journal.close();
}

/** What the journal has of some keys. */
function finished(...keys: readonly string[]): Record<string, unknown> {
  const journal = openJournal(path, plan);
  journal.close();
  return Object.fromEntries(keys.filter(journal.has).map((key) => [key, journal.get(key)]));
}

function message(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return (error as UserError).message;
  }
  throw new Error('nothing was thrown');
}

describe('going on', () => {
  test('what was written is there', () => {
    write({ a: { value: Number.NaN, error: -Infinity }, b: [-0] });
    write({ c: null });
    expect(finished('a', 'b', 'c', 'd')).toStrictEqual({
      a: { value: Number.NaN, error: -Infinity },
      b: [-0],
      c: null,
    });
    expect(readdirSync(join(folder, 'out'))).toEqual(['journal.jsonl']);
  });

  test('any plain data survives', () => {
    fc.assert(
      fc.property(plainData, (value) => {
        rmSync(path, { force: true });
        write({ key: value });
        expect(finished('key')).toStrictEqual({ key: value });
      }),
    );
  });

  test('cut anywhere, it keeps every whole piece and goes on', () => {
    const pieces = { a: 1, b: 'é', c: [Number.NaN] };
    const all = ['a', 'b', 'c', 'last'];
    write(pieces);
    const whole = readFileSync(path);
    const ends = [...whole.keys()].filter((index) => whole[index] === 0x0a);
    for (let length = 0; length <= whole.length; length++) {
      writeFileSync(path, whole.subarray(0, length));
      const kept = Object.entries(pieces).filter((_, index) => length > ends[index + 1]!);
      expect(finished(...all)).toEqual(Object.fromEntries(kept));
      write({ last: length });
      expect(finished(...all)).toEqual({ ...Object.fromEntries(kept), last: length });
    }
  });
});

describe('refusals', () => {
  test('another plan: says what differs and changes nothing', () => {
    write({ a: 1 });
    const before = readFileSync(path, 'utf8');
    const change = 'm: 8 -> 16, rho[1]: Infinity -> 1';
    expect(message(() => openJournal(path, { m: 16, rho: [5e-6, 1] }))).toBe(
      `${path} was begun with other options (${change}): use them again, or choose another folder`,
    );
    expect(readFileSync(path, 'utf8')).toBe(before);
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  test.each([1, 2, 3])('a damaged line %i is named', (number) => {
    write({ a: 1, b: 2, c: 3 });
    const lines = readFileSync(path, 'utf8').split('\n');
    for (const damage of ['{"key":', 'null', '[]', '7', '{"result":1}', '']) {
      writeFileSync(path, lines.with(number - 1, damage).join('\n'));
      expect(message(() => openJournal(path, plan))).toContain(
        `${path}: line ${number} is no entry of a journal`,
      );
    }
  });

  test('a changed plan line is damaged', () => {
    write({});
    writeFileSync(path, readFileSync(path, 'utf8').replace('"m":8', '"m":9'));
    expect(message(() => openJournal(path, plan))).toContain('line 1 is no entry');
  });

  test('a file that is something else is left alone', () => {
    write({});
    writeFileSync(path, 'my only copy');
    expect(message(() => openJournal(path, plan))).toContain('line 1 is no entry');
    expect(readFileSync(path, 'utf8')).toBe('my only copy');
  });
});

describe('two writers', () => {
  test('the second is refused until the first closes', () => {
    const first = openJournal(path, plan);
    expect(message(() => openJournal(path, plan))).toContain(`process ${process.pid} is writing there`);
    first.close();
    first.close();
    openJournal(path, plan).close();
  });

  test('of many processes at once, one gets it; killed, it leaves it to the next', async () => {
    const script = fileURLToPath(new URL('./journalHolder.ts', import.meta.url));
    const holders = Array.from({ length: 4 }, () => fork(script, [path], { execArgv: ['--import', 'tsx'] }));
    const words = await Promise.all(
      holders.map(async (holder) => String((await once(holder, 'message'))[0])),
    );
    expect(words.filter((word) => word === 'open')).toHaveLength(1);
    expect(words.filter((word) => word.includes('is writing there'))).toHaveLength(3);
    const ended = holders.map((holder) => once(holder, 'exit'));
    for (const holder of holders) holder.kill('SIGKILL');
    await Promise.all(ended);
    appendFileSync(path, '{"key":"torn');
    expect(finished('held', 'torn')).toEqual({ held: true });
    expect(readdirSync(join(folder, 'out'))).toEqual(['journal.jsonl']);
  });

  test('a lock of a later process with the same id is stale', () => {
    write({});
    writeFileSync(`${path}.lock`, JSON.stringify({ machine: machineName(), pid: process.pid, started: '1' }));
    expect(finished('held')).toEqual({});
  });

  test('a lock of another machine is respected', () => {
    write({});
    writeFileSync(`${path}.lock`, JSON.stringify({ machine: 'elsewhere', pid: 1, started: '1' }));
    expect(message(() => openJournal(path, plan))).toContain('process 1 on elsewhere is writing there');
  });
});
