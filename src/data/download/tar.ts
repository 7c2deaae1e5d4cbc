import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { reason, UserError } from '../../userError.ts';

/** Where a file of an archive goes, and how large it may be. */
export interface TarTarget {
  readonly target: string;
  readonly mostBytes: number;
}

const BLOCK = 512;
/** All that is unpacked, what is skipped too. */
const MOST_BYTES = 2 ** 31;

/**
 * Takes files out of a .tar.gz archive (ustar). Only regular files with these very names are written, to the paths that
 * they are mapped to: nothing in the archive decides where.
 *
 * @throws UserError when the archive is damaged, or lacks one; what the file system reports when a target cannot be written
 */
export async function extractTarGz(archive: string, wanted: ReadonlyMap<string, TarTarget>): Promise<void> {
  const missing = new Set(wanted.keys());
  const bytes = byteReader(createReadStream(archive).pipe(createGunzip()));
  try {
    for (;;) {
      const header = await bytes.take(BLOCK);
      if (header === null || header.every((byte) => byte === 0)) break;
      const { name, size, isFile } = parseHeader(header);
      const target = isFile && missing.has(name) ? wanted.get(name) : undefined;
      if (target) {
        if (size > target.mostBytes)
          throw new Error(`${name} has ${size} bytes; at most ${target.mostBytes} are expected`);
        await writeTo(target.target, (write) => bytes.pass(size, write));
        missing.delete(name);
      } else {
        await bytes.pass(size, async () => undefined);
      }
      await bytes.pass((BLOCK - (size % BLOCK)) % BLOCK, async () => undefined);
      if (missing.size === 0) return;
    }
  } catch (error) {
    const isFromDisk = error instanceof Error && 'syscall' in error;
    throw isFromDisk
      ? error
      : new UserError(`${archive}: cannot be unpacked (${reason(error)})`, { cause: error });
  } finally {
    bytes.close();
  }
  throw new UserError(`${archive}: ${[...missing].join(', ')} not in it`);
}

interface TarHeader {
  readonly name: string;
  readonly size: number;
  readonly isFile: boolean;
}

function parseHeader(block: Buffer): TarHeader {
  const text = (start: number, length: number): string => {
    const field = block.subarray(start, start + length);
    const end = field.indexOf(0);
    return field.toString('latin1', 0, end < 0 ? length : end);
  };
  const sum = block.reduce((total, byte, k) => total + (k >= 148 && k < 156 ? 0x20 : byte), 0);
  if (Number.parseInt(text(148, 8).trim(), 8) !== sum) throw new Error('damaged tar header');
  const size = text(124, 12).trim();
  if (!/^[0-7]+$/.test(size)) throw new Error('tar header without a size');
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : '';
  const name = (prefix ? `${prefix}/` : '') + text(0, 100);
  const type = text(156, 1);
  return {
    name: name.replace(/^\.\//, ''),
    size: Number.parseInt(size, 8),
    isFile: type === '0' || type === '',
  };
}

type Write = (chunk: Buffer) => Promise<void>;

interface ByteReader {
  /** The next bytes, or null at the end. */
  take(length: number): Promise<Buffer | null>;
  /** Hands on so many bytes, piece by piece. */
  pass(length: number, write: Write): Promise<void>;
  close(): void;
}

/** Reads a stream in pieces of the reader's size. */
function byteReader(stream: NodeJS.ReadableStream & { destroy(): unknown }): ByteReader {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let rest: Buffer = Buffer.alloc(0);
  let total = 0;
  const more = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done) return false;
    total += next.value.length;
    if (total > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`);
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    return true;
  };
  return {
    take: async (length) => {
      while (rest.length < length) {
        if (await more()) continue;
        if (rest.length === 0) return null;
        throw new Error('cut off');
      }
      const taken = rest.subarray(0, length);
      rest = rest.subarray(length);
      return taken;
    },
    pass: async (length, write) => {
      for (let left = length; left > 0; ) {
        if (rest.length === 0 && !(await more())) throw new Error('cut off');
        const piece = rest.subarray(0, left);
        rest = rest.subarray(piece.length);
        left -= piece.length;
        await write(piece);
      }
    },
    close: () => stream.destroy(),
  };
}

async function writeTo(path: string, use: (write: Write) => Promise<void>): Promise<void> {
  const file: FileHandle = await open(path, 'w');
  try {
    await use((chunk) => file.writeFile(chunk));
  } finally {
    await file.close();
  }
}
