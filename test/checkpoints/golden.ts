import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { UserError } from '../../src/userError.ts';

/** What PyTorch wrote: see fixtures/golden/README.md. */
export const golden: string = join(import.meta.dirname, '../../fixtures/golden');

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

/** The reader's promise for any input: a valid result, or one line for the user that names the file. */
export function expectResultOrOneLine(path: string, read: (path: string) => unknown): void {
  try {
    read(path);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    const { message } = error as Error;
    expect(message).toContain(path);
    expect(message).not.toMatch(/[\n\r]/);
    expect(message.length).toBeLessThan(1000);
  }
}
