import { constants, gunzipSync } from 'node:zlib';
import { reason, UserError } from '../userError.ts';
import { type OpenFile, withFile } from './files.ts';

/** The content of an IDX file: unsigned bytes, row-major in `shape`. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/** Throws where a shape is not what is expected. */
export type CheckShape = (shape: readonly number[]) => void;

const maxRank = 8;
const maxHeaderBytes = 4 + 4 * maxRank;
/** Of compressed bytes that are unpacked, unbounded, to see the header: at most 4 MB come out. */
const probeBytes = 4096;
/** Deflate cannot pack tighter, so a header that promises more than this is wrong. */
const maxCompressionRatio = 1032;

/**
 * Reads an IDX file of unsigned bytes, the format in which MNIST is published: two zero bytes, a type, the
 * rank, one big-endian 32-bit size per dimension, the data. Plain or gzip, told apart by their first bytes.
 * The whole is unpacked only when the header fits the size of the file, and no further than the header says.
 *
 * @param checkShape throws where another shape is expected, before the data is unpacked
 * @throws UserError when the file is not exactly that
 */
export function readIdx(path: string, checkShape: CheckShape = () => {}): IdxArray {
  return withFile(path, (file) => {
    const start = bytesOf(file, 0, Math.min(file.size, probeBytes));
    const read = start[0] === 0x1f && start[1] === 0x8b ? readGzip : readPlain;
    return read(file, start, checkShape);
  });
}

function readPlain(file: OpenFile, start: Uint8Array, checkShape: CheckShape): IdxArray {
  const { shape, headerBytes, total } = parseHeader(file.path, start);
  checkShape(shape);
  if (file.size !== total) throw wrongLength(file.path, file.size, shape, total);
  return { shape, data: bytesOf(file, headerBytes, total - headerBytes) };
}

function readGzip(file: OpenFile, start: Uint8Array, checkShape: CheckShape): IdxArray {
  const opening = unpack(file.path, start, { finishFlush: constants.Z_SYNC_FLUSH });
  const { shape, headerBytes, total } = parseHeader(file.path, opening);
  checkShape(shape);
  if (total > file.size * maxCompressionRatio) {
    throw new UserError(
      `${file.path}: its header says ${shape.join('x')} bytes, more than ${file.size} can unpack to`,
    );
  }
  const unpacked = unpack(file.path, bytesOf(file, 0, file.size), {
    maxOutputLength: total,
    chunkSize: Math.min(total + 64, 2 ** 20),
  });
  if (unpacked.length !== total) throw wrongLength(file.path, unpacked.length, shape, total);
  return { shape, data: unpacked.subarray(headerBytes) };
}

interface Header {
  readonly shape: readonly number[];
  readonly headerBytes: number;
  /** Of header and data together. */
  readonly total: number;
}

function parseHeader(path: string, start: Uint8Array): Header {
  const view = new DataView(start.buffer, start.byteOffset, Math.min(start.length, maxHeaderBytes));
  if (view.byteLength < 4 || view.getUint16(0) !== 0) {
    throw new UserError(`${path}: not an IDX file; it must start with two zero bytes, a type and a rank`);
  }
  const [type, rank] = [view.getUint8(2), view.getUint8(3)];
  if (type !== 0x08) {
    throw new UserError(
      `${path}: IDX type 0x${type.toString(16).padStart(2, '0')}; only 0x08, unsigned bytes, is read`,
    );
  }
  if (rank < 1 || rank > maxRank) throw new UserError(`${path}: IDX rank ${rank}; 1 to ${maxRank} are read`);
  const headerBytes = 4 + 4 * rank;
  if (view.byteLength < headerBytes) throw new UserError(`${path}: ends inside its IDX header`);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const total = headerBytes + shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(total)) throw new UserError(`${path}: impossible IDX shape ${shape.join('x')}`);
  return { shape, headerBytes, total };
}

function bytesOf(file: OpenFile, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  file.read(bytes, offset);
  return bytes;
}

function unpack(path: string, packed: Uint8Array, options: Parameters<typeof gunzipSync>[1]): Uint8Array {
  try {
    // A plain Uint8Array: the slices of a Buffer share its memory.
    const { buffer, byteOffset, byteLength } = gunzipSync(packed, options);
    return new Uint8Array(buffer, byteOffset, byteLength);
  } catch (error) {
    const tooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    const wrong = tooLong
      ? 'unpacks to more than its IDX header says'
      : `damaged gzip data (${reason(error)})`;
    throw new UserError(`${path}: ${wrong}; fetch the file again`);
  }
}

function wrongLength(path: string, actual: number, shape: readonly number[], expected: number): UserError {
  return new UserError(`${path}: ${actual} bytes, but an IDX file of ${shape.join('x')} has ${expected}`);
}
