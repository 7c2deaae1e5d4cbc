import { renameSync, writeFileSync } from 'node:fs';
import { whileWriting } from './whileWriting.ts';

/**
 * Lets `write` write a file beside `path`, then puts it there: a reader sees the old file or the new one, never half.
 *
 * @throws WriteError when it cannot be written
 */
export function writeAside(path: string, write: (aside: string) => void): void {
  const aside = `${path}.partial`;
  whileWriting(path, () => {
    write(aside);
    renameSync(aside, path);
  });
}

/**
 * Writes a file whose reader sees the old content or the new one, never half of one.
 *
 * @throws WriteError when it cannot be written
 */
export function replaceFile(path: string, content: string | Uint8Array): void {
  writeAside(path, (aside) => writeFileSync(aside, content));
}
