import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { replaceFile, writeAside } from '../src/replaceFile.ts';
import { WriteError } from '../src/userError.ts';

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

test('a file that cannot be written is said with its path', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    syscall: 'write',
  });
  const write = (): void => {
    throw full;
  };
  expect(() => writeAside(path, write)).toThrow(WriteError);
  expect(() => writeAside(path, write)).toThrow(
    `${path}: cannot be written (ENOSPC: no space left on device, write)`,
  );
  mkdirSync(join(folder, 'here'));
  expect(() => replaceFile(join(folder, 'here'), 'text')).toThrow(/here: cannot be written \(E/);
  expect(() => replaceFile(join(folder, 'nowhere', 'x'), 'text')).toThrow(/^ENOENT/);
});
