import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { reason, UserError } from '../../userError.ts';
import type { Checksum } from './published.ts';

/** What differs from what is published, in words; null: nothing. */
export function difference(hex: string, { algorithm, hex: published }: Checksum): string | null {
  if (hex === published) return null;
  return `${algorithm === 'md5' ? 'MD5' : 'SHA-256'} ${hex}, published is ${published}`;
}

/** Compares a file of any size with its checksum; null: it is the published one. */
export async function fileDifference(path: string, checksum: Checksum): Promise<string | null> {
  const hash = createHash(checksum.algorithm);
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${reason(error)})`);
  }
  return difference(hash.digest('hex'), checksum);
}
