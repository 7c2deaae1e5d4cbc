import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { LockedError, takeLock } from '../../src/jobs/lockFile.ts';
import { UserError } from '../../src/userError.ts';

const folder = mkdtempSync(join(tmpdir(), 'locks-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A lock that another machine took, and gave a sign of life some seconds ago. */
function foreignLock(name: string, secondsAgo: number): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify({ machine: 'elsewhere', pid: 1, started: '1' }));
  const then = new Date(Date.now() - secondsAgo * 1000);
  utimesSync(path, then, then);
  return path;
}

describe('a lock', () => {
  test('is held until it is released', () => {
    const path = join(folder, 'own');
    const lock = takeLock(path);
    expect(lock.isHeld()).toBe(true);
    expect(() => takeLock(path)).toThrow(LockedError);
    lock.release();
    expect(lock.isHeld()).toBe(false);
    expect(existsSync(path)).toBe(false);
    takeLock(path).release();
  });

  test('of another machine is respected while it gives signs of life, and taken over after', () => {
    const alive = foreignLock('alive', 60);
    expect(() => takeLock(alive)).toThrow(/process 1 on elsewhere is writing there/);
    expect(readFileSync(alive, 'utf8')).toContain('elsewhere');
    const silent = foreignLock('silent', 600);
    const lock = takeLock(silent);
    expect(lock.isHeld()).toBe(true);
    lock.release();
  });

  test('that another took is lost, and is not released by its first owner', () => {
    const path = join(folder, 'lost');
    const lock = takeLock(path);
    foreignLock('lost', 0);
    expect(lock.isHeld()).toBe(false);
    lock.release();
    expect(readFileSync(path, 'utf8')).toContain('elsewhere');
  });

  test.each(['null', '', '{', '[]', '{"pid":1}', '{"machine":1,"pid":1,"started":"1"}'])(
    "whose file says %j is nobody's, and taken over",
    (text) => {
      const path = join(folder, 'nobody');
      writeFileSync(path, text);
      const lock = takeLock(path);
      expect(lock.isHeld()).toBe(true);
      lock.release();
    },
  );

  test('is a file: a folder in its place is said', () => {
    const path = join(folder, 'folder');
    mkdirSync(path);
    expect(() => takeLock(path)).toThrow(UserError);
    expect(() => takeLock(path)).toThrow(/\/folder: is a folder; a lock is a file: remove it$/);
    expect(readdirSync(folder).filter((name) => name.startsWith('folder'))).toEqual(['folder']);
  });

  test('gives signs of life, and stays the same', () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const path = join(folder, 'beating');
      const lock = takeLock(path);
      const before = readFileSync(path, 'utf8');
      const old = new Date(1000);
      utimesSync(path, old, old);
      expect(() => takeLock(path)).toThrow(LockedError);
      vi.advanceTimersByTime(20_000);
      expect(readFileSync(path, 'utf8')).toBe(before);
      writeFileSync(join(folder, 'now'), '');
      const age = (name: string): number => statSync(join(folder, name)).mtimeMs;
      expect(age('now') - age('beating')).toBeLessThan(60_000);
      lock.release();
    } finally {
      vi.useRealTimers();
    }
  });
});
