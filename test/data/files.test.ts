import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileInside } from '../../src/data/files.ts';

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'files-'));
  folder = join(root, 'folder');
  mkdirSync(join(folder, 'below'), { recursive: true });
  mkdirSync(join(root, 'outside'));
  for (const path of ['folder/file', 'folder/below/file', 'outside/file'])
    writeFileSync(join(root, path), '');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('fileInside', () => {
  test('files of the folder, and below it', () => {
    expect(fileInside(folder, 'file')).toBe(join(folder, 'file'));
    expect(fileInside(folder, 'below/file')).toBe(join(folder, 'below/file'));
  });

  test.each(['nothing', 'below/nothing', 'nowhere/file', 'file/file'])('%s is not there', (name) => {
    expect(fileInside(folder, name)).toBeNull();
  });

  test('a folder is no file', () => {
    expect(() => fileInside(folder, 'below')).toThrow('below: not a regular file');
  });

  test('links within the folder are followed; the folder itself may be one', () => {
    symlinkSync('below/file', join(folder, 'link'));
    symlinkSync('below', join(folder, 'same'));
    symlinkSync(folder, join(root, 'other'));
    for (const name of ['file', 'below/file', 'link', 'same/file']) {
      expect(fileInside(folder, name)).toBe(join(folder, name));
      expect(fileInside(join(root, 'other'), name)).toBe(join(root, 'other', name));
    }
  });

  test.each([
    ['the file is a link', '../outside/file', 'link'],
    ['a folder above it is one', '../outside', 'link/file'],
    ['a link leads to a link', '../folder/below/second', 'link'],
    ['an absolute link', '/etc/passwd', 'link'],
  ])('nothing is followed out of the folder: %s', (_, target, name) => {
    symlinkSync('../../outside/file', join(folder, 'below/second'));
    symlinkSync(target, join(folder, 'link'));
    expect(() => fileInside(folder, name)).toThrow('a link out of its folder, which is not followed');
  });

  test('a name that leads out of the folder', () => {
    expect(() => fileInside(folder, '../outside/file')).toThrow('a link out of its folder');
  });

  test('a link to nowhere, and one in a circle', () => {
    symlinkSync('nowhere', join(folder, 'dangling'));
    symlinkSync('circle', join(folder, 'circle'));
    expect(fileInside(folder, 'dangling')).toBeNull();
    expect(() => fileInside(folder, 'circle')).toThrow(/circle: cannot be read/);
  });
});
