import { writeFileSync } from 'node:fs';
import { type OpenFile, withFile } from '../data/files.ts';
import { type HostTensor, quoted } from '../models/spec/index.ts';
import { UserError } from '../userError.ts';
import { decodeFloats, isFloatType } from './dtypes.ts';
import { readHeader, type TensorEntry } from './safetensorsHeader.ts';

/**
 * Reads the tensors of a safetensors file. F64, F32, F16 and BF16 become float32; batch norm's
 * `num_batches_tracked` is left out.
 *
 * @param check sees the names, types and shapes before any data is read, and may throw
 * @throws UserError with one line that names the file when it is not a well-formed safetensors file
 */
export function readSafetensors(
  path: string,
  check: (entries: readonly TensorEntry[]) => void = () => {},
): Map<string, HostTensor> {
  return withFile(path, (file) => {
    const entries = tensorsOf(file);
    check(entries);
    return new Map(entries.map((entry) => [entry.name, readTensor(file, entry)]));
  });
}

/**
 * What tensors there are in a safetensors file, as `readSafetensors` finds them; none is read.
 *
 * @throws UserError with one line that names the file when it is not a well-formed safetensors file
 */
export function readTensorEntries(path: string): readonly TensorEntry[] {
  return withFile(path, tensorsOf);
}

function tensorsOf(file: OpenFile): readonly TensorEntry[] {
  return readHeader(file).filter(({ name }) => !/(^|\.)num_batches_tracked$/.test(name));
}

/**
 * Writes tensors as F32 or F64, in the order of the map. The same tensors give the same bytes; the data starts at a
 * multiple of 8.
 *
 * @param metadata texts that the header keeps beside the tensors
 */
export function writeSafetensors(
  path: string,
  tensors: ReadonlyMap<string, HostTensor<Float32Array | Float64Array>>,
  metadata: Readonly<Record<string, string>> = {},
): void {
  let offset = 0;
  const header: Record<string, unknown> = { __metadata__: { format: 'pt', ...metadata } };
  for (const [name, { shape, data }] of tensors) {
    const dtype = data instanceof Float64Array ? 'F64' : 'F32';
    header[name] = { dtype, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  const json = Buffer.from(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / 8) * 8;
  const bytes = Buffer.alloc(8 + headerBytes + offset, ' ');
  bytes.writeBigUInt64LE(BigInt(headerBytes), 0);
  json.copy(bytes, 8);
  let position = 8 + headerBytes;
  for (const { data } of tensors.values()) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  writeFileSync(path, bytes);
}

function readTensor(file: OpenFile, { name, dtype, shape, begin, end }: TensorEntry): HostTensor {
  if (!isFloatType(dtype)) {
    throw new UserError(
      `${file.path}: tensor ${quoted(name)} is ${dtype}; F64, F32, F16 or BF16 is expected`,
    );
  }
  const bytes = new Uint8Array(end - begin);
  file.read(bytes, begin);
  return { shape, data: decodeFloats(dtype, bytes) };
}
