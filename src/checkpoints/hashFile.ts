import type { Hash } from 'node:crypto';
import { withFile } from '../data/files.ts';

const CHUNK_BYTES = 2 ** 20;

/**
 * Adds the bytes of a file to a hash, and never holds more than a piece of them.
 *
 * @throws UserError when it is no regular file, or cannot be read
 */
export function hashFile(hash: Hash, path: string): Hash {
  return withFile(path, ({ size, read }) => {
    const chunk = new Uint8Array(Math.min(size, CHUNK_BYTES));
    for (let done = 0; done < size; done += CHUNK_BYTES) {
      const piece = chunk.subarray(0, size - done);
      read(piece, done);
      hash.update(piece);
    }
    return hash;
  });
}
