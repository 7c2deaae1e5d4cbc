import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { replaceFile, writeAside } from '../src/replaceFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'replace-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'table.csv');

test('replaces a file, and leaves nothing beside it', () => {
  replaceFile(path, 'old');
  replaceFile(path, new TextEncoder().encode('new'));
  expect(readFileSync(path, 'utf8')).toBe('new');
  expect(readdirSync(folder)).toEqual(['table.csv']);
});

test('a reader sees the old file until the new one is whole, also where writing it fails', () => {
  replaceFile(path, 'whole');
  const half = (aside: string): void => {
    writeFileSync(aside, 'ha');
    expect(readFileSync(path, 'utf8')).toBe('whole');
    throw new Error('no space left');
  };
  expect(() => writeAside(path, half)).toThrow('no space left');
  expect(readFileSync(path, 'utf8')).toBe('whole');
});
