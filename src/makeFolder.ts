import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reason, UserError, WriteError } from './userError.ts';

/**
 * Makes a folder and those above it, unless it is there. Node's own recursive way never returns on a file
 * system that takes no folders (/proc).
 *
 * @throws WriteError when it cannot be made, UserError when a file has its name
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new UserError(`${path}: is a file; a folder is expected`);
    return;
  }
  makeFolder(dirname(resolve(path)));
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return;
    throw new WriteError(`${path}: cannot be made (${reason(error)})`, { cause: error });
  }
}
