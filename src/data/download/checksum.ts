import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
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
  await reading(path, pipeline(createReadStream(path), hash));
  return difference(hash.digest('hex'), checksum);
}

/** The same for what a .gz file unpacks to. */
export async function unpackedDifference(path: string, checksum: Checksum): Promise<string | null> {
  const hash = createHash(checksum.algorithm);
  await reading(path, pipeline(createReadStream(path), createGunzip(), hash));
  const wrong = difference(hash.digest('hex'), checksum);
  return wrong === null ? null : `unpacked, ${wrong}`;
}

async function reading(path: string, whole: Promise<void>): Promise<void> {
  try {
    await whole;
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${reason(error)})`, { cause: error });
  }
}
