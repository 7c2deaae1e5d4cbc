import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal, readJournals } from '../../src/jobs/journal.ts';
import { firstOf } from '../../src/jobs/results.ts';
import { UserError } from '../../src/userError.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'results-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const plan = { m: 8 };

function write(name: string, pieces: ReadonlyMap<string, unknown>): string {
  const path = join(folder, name);
  const journal = openJournal(path, plan);
  for (const [key, result] of pieces) journal.append(key, result);
  journal.close();
  return path;
}

/** Results of about so many bytes each: what is read at once holds many, one, or none of them. */
const lengths = [0, 10, 70_000, 3, 65_536, 1_100_000, 5, 2_500_000, 1, 200_000];
const long = new Map(lengths.map((length, k) => [`é ${k}`, { k, text: String(k % 10).repeat(length) }]));

test('results of any length, in any order', () => {
  const results = readJournals([write('journal', long)], plan);
  const keys = [...long.keys()];
  for (const key of [...keys, ...keys.toReversed(), ...keys]) expect(results.get(key)).toEqual(long.get(key));
  expect(results.has('other')).toBe(false);
  expect(results.get('other')).toBeUndefined();
});

test('what was appended is there at once, also over what was there', () => {
  const path = write('journal', new Map([['before', 1]]));
  const journal = openJournal(path, plan);
  for (const [key, result] of long) {
    journal.append(key, result);
    expect(journal.get(key)).toEqual(result);
    expect(journal.get('before')).toBe(1);
  }
  journal.append('before', 2);
  expect(journal.get('before')).toBe(2);
  journal.close();
});

test('several journals: the last that has a piece, and the first of several results', () => {
  const of = (keys: string, result: string): string =>
    write(result, new Map([...keys].map((key) => [key, result])));
  const a = of('xy', 'a');
  const b = of('yz', 'b');
  const both = readJournals([a, b], plan);
  expect(['x', 'y', 'z', 'x', 'w'].map(both.get)).toEqual(['a', 'b', 'b', 'a', undefined]);
  const first = firstOf(readJournals([a], plan), readJournals([b], plan));
  expect(['x', 'y', 'z', 'w'].map(first.get)).toEqual(['a', 'a', 'b', undefined]);
  expect(['x', 'z', 'w'].map(first.has)).toEqual([true, true, false]);
});

test('one of several journals was begun with another plan', () => {
  const paths = ['a', 'b'].map((name) => write(name, long));
  expect(() => readJournals(paths, { m: 16 })).toThrow(/a was begun with other options \(m: 8 -> 16\)/);
  appendFileSync(paths[1]!, 'damage\n');
  expect(() => readJournals(paths, plan)).toThrow(/b: line 12 is no entry/);
});

test('a journal that is changed while it is in use gives no result', () => {
  const path = write('journal', long);
  const text = readFileSync(path, 'utf8');
  for (const changed of [text.slice(0, 100), text.replaceAll('é', 'è'), `x${text}`]) {
    writeFileSync(path, text);
    const results = readJournals([path], plan);
    writeFileSync(path, changed);
    for (const key of ['é 5', 'é 0']) {
      expect(() => results.get(key)).toThrow(
        new UserError(`${path}: was changed while it was in use; start again`),
      );
    }
  }
  writeFileSync(path, text);
  const results = readJournals([path], plan);
  rmSync(path);
  expect(() => results.get('é 0')).toThrow(/cannot be read \(ENOENT/);
});
