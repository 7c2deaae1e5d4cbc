import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll } from 'vitest';
import { readStudy } from '../../../src/studies/sweep/readStudy.ts';
import type { Study } from '../../../src/studies/sweep/types.ts';

/** A folder of study files that goes when the file's tests are done. */
export interface StudyFiles {
  readonly write: (name: string, text: string) => string;
  /** The study that a text is. */
  readonly read: (text: string) => Study;
}

export function studyFiles(): StudyFiles {
  const folder = mkdtempSync(join(tmpdir(), 'study-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return relative('.', path);
  };
  return { write, read: (text) => readStudy(write('s.yaml', text)) };
}

/** The line that an attempt ends with, from the file's own name on. */
export function lineOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof Error && error.name === 'UserError') {
      return error.message.replaceAll(/\S*\/(?=[\w.-]+\.yaml)/g, '');
    }
    throw error;
  }
  return 'no error';
}
