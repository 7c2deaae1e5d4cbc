import { constants, crc32, inflateRawSync } from 'node:zlib';
import { reason, UserError } from '../userError.ts';
import type { OpenFile } from './files.ts';

/** A file in a ZIP archive, as the archive's directory has it. */
export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly crc: number;
  /** Of its local header. */
  readonly offset: number;
}

const END_BYTES = 22;
const MOST_COMMENT_BYTES = 2 ** 16 - 1;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** Real data is never packed tighter, except for small files. */
const MAX_RATIO = 200;
const SMALL_BYTES = 2 ** 26;
/** Of packed bytes that are unpacked to see how a file begins: at most 4 MB come out. */
const PROBE_BYTES = 4096;

/**
 * The files of a ZIP archive below 4 GB: stored or deflated, not encrypted.
 *
 * @throws UserError when the archive is damaged or uses something else
 */
export function zipEntries(file: OpenFile): ZipEntry[] {
  const { count, size, offset } = readEnd(file);
  const view = viewOf(bytesAt(file, offset, size));
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let k = 0; k < count; k++) {
    if (at + ENTRY_BYTES > size || view.getUint32(at, true) !== 0x02014b50) throw damaged(file, 'directory');
    const nameBytes = view.getUint16(at + 28, true);
    const next = at + ENTRY_BYTES + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > size) throw damaged(file, 'directory');
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, at + ENTRY_BYTES, nameBytes));
    entries.push(entryOf(file, view, { at, name }));
    at = next;
  }
  return entries;
}

/** The first bytes of a file, at least 4 kB of them if it is as long as that. */
export function startOfEntry(file: OpenFile, entry: ZipEntry): Uint8Array {
  const packed = bytesAt(file, dataOffset(file, entry), Math.min(PROBE_BYTES, entry.packedBytes));
  if (!entry.deflated) return packed;
  return inflate(file, entry, packed, { finishFlush: constants.Z_SYNC_FLUSH });
}

/**
 * The content of a file of the archive.
 *
 * @throws UserError when it is damaged, or would unpack to more than 200 times its size
 */
export function readEntry(file: OpenFile, entry: ZipEntry): Uint8Array {
  const { name, bytes, packedBytes } = entry;
  if (bytes > SMALL_BYTES && bytes > MAX_RATIO * packedBytes) {
    throw new UserError(
      `${file.path}: ${name} would unpack to ${bytes} bytes from ${packedBytes}, which is not read`,
    );
  }
  const packed = bytesAt(file, dataOffset(file, entry), packedBytes);
  const content = entry.deflated
    ? inflate(file, entry, packed, { maxOutputLength: Math.max(1, bytes) })
    : packed;
  if (content.length !== bytes || crc32(content) !== entry.crc) throw damaged(file, name);
  return content;
}

function readEnd(file: OpenFile): { readonly count: number; readonly size: number; readonly offset: number } {
  const length = Math.min(file.size, END_BYTES + MOST_COMMENT_BYTES);
  const view = viewOf(bytesAt(file, file.size - length, length));
  let at = length - END_BYTES;
  while (at >= 0 && view.getUint32(at, true) !== 0x06054b50) at--;
  if (at < 0) throw new UserError(`${file.path}: not a ZIP archive, or cut off`);
  const [count, size, offset] = [
    view.getUint16(at + 10, true),
    view.getUint32(at + 12, true),
    view.getUint32(at + 16, true),
  ];
  if (offset === 0xffffffff) throw new UserError(`${file.path}: ZIP archives of 4 GB and more are not read`);
  if (offset + size > file.size) throw damaged(file, 'directory');
  return { count, size, offset };
}

function entryOf(
  file: OpenFile,
  view: DataView,
  { at, name }: { readonly at: number; readonly name: string },
): ZipEntry {
  const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
  if ((flags & 1) !== 0) throw new UserError(`${file.path}: ${name} is encrypted, which is not read`);
  if (method !== 0 && method !== 8) {
    throw new UserError(
      `${file.path}: ${name} is packed by ZIP method ${method}; stored and deflated are read`,
    );
  }
  const entry: ZipEntry = {
    name,
    deflated: method === 8,
    crc: view.getUint32(at + 16, true),
    packedBytes: view.getUint32(at + 20, true),
    bytes: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
  };
  const isImpossible = entry.deflated
    ? entry.bytes > 1032 * entry.packedBytes + 64
    : entry.bytes !== entry.packedBytes;
  if (isImpossible || entry.offset + LOCAL_BYTES + entry.packedBytes > file.size) throw damaged(file, name);
  return entry;
}

/** Where the data of a file begins: after its local header, whose name and extra field may differ from the directory's. */
function dataOffset(file: OpenFile, { name, offset, packedBytes }: ZipEntry): number {
  const header = viewOf(bytesAt(file, offset, LOCAL_BYTES));
  if (header.getUint32(0, true) !== 0x04034b50) throw damaged(file, name);
  const start = offset + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (start + packedBytes > file.size) throw damaged(file, name);
  return start;
}

function inflate(
  file: OpenFile,
  { name }: ZipEntry,
  packed: Uint8Array,
  options: Parameters<typeof inflateRawSync>[1],
): Uint8Array {
  try {
    const { buffer, byteOffset, byteLength } = inflateRawSync(packed, options);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    throw new UserError(`${file.path}: ${name} is damaged (${reason(error)}); fetch the file again`, {
      cause: error,
    });
  }
}

function bytesAt(file: OpenFile, offset: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  file.read(bytes, offset);
  return bytes;
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function damaged({ path }: OpenFile, what: string): UserError {
  return new UserError(`${path}: damaged ZIP archive (${what}); fetch the file again`);
}
