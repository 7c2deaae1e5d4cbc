import { gunzipSync } from 'node:zlib';
import { type Compressors, type FileMetaData, parquetMetadata, snappyUncompress } from 'hyparquet';
import { parquetHeader } from 'hyparquet/src/column.js';
import { CorruptParquet, skimStruct } from './thriftSkim.ts';

type ColumnChunk = FileMetaData['row_groups'][number]['columns'][number];
type Page = ReturnType<typeof parquetHeader>;

interface ColumnFormat {
  readonly codec: string;
  /** Whether a definition level tells the cells that are null. */
  readonly optional: boolean;
  readonly isBoolean: boolean;
}

/** More cells than a file may claim whatever its size, and more than it may claim for each of its bytes. */
const freeCells = 1_000_000;
const cellsPerByte = 64;
/** Snappy's longest copy is 64 bytes from 3; DEFLATE's is 258 from 2 bits. */
const maxSnappyRatio = 24;
const maxGzipRatio = 1040;

/** The codecs that are read, each refusing to unpack more than its input can hold. */
export const compressors: Compressors = {
  SNAPPY: (input, length) => {
    requireSize(length, input.length * maxSnappyRatio);
    const output = new Uint8Array(length);
    snappyUncompress(input, output);
    return output;
  },
  GZIP: (input, length) => {
    requireSize(length, input.length * maxGzipRatio);
    return gunzipSync(input, { maxOutputLength: Math.max(1, length) });
  },
};

/**
 * The metadata of a Parquet file of flat columns, after checking every length, offset and count in it and in
 * its page headers against the bytes that are there: the reader that comes after trusts them all.
 * @throws CorruptParquet, or the parser's own error.
 */
export function checkedMetadata(bytes: Uint8Array): FileMetaData {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < 12 ? 0 : view.getUint32(bytes.length - 8, true);
  if (length === 0 || length > bytes.length - 12) throw new CorruptParquet('its footer is damaged');
  const start = bytes.length - 8 - length;
  skimStruct(bytes.subarray(0, bytes.length - 8), start);
  const metadata = parquetMetadata(bytes, { geoparquet: false });
  checkShape(metadata, bytes.length);
  for (const group of metadata.row_groups) {
    for (const column of group.columns) checkChunk(bytes, column, metadata, Number(group.num_rows));
  }
  return metadata;
}

function checkShape({ schema, row_groups, num_rows }: FileMetaData, size: number): void {
  const [root, ...columns] = schema;
  const nested = columns.find((column) => column.num_children || column.repetition_type === 'REPEATED');
  if (nested !== undefined)
    throw new CorruptParquet(`column ${JSON.stringify(nested.name)} is nested; a table is flat`);
  if (root?.num_children !== columns.length) throw new CorruptParquet('its schema is damaged');
  let rows = 0;
  for (const group of row_groups) {
    const consistent = group.num_rows >= 0 && group.columns.length === columns.length;
    const paths = group.columns.map((chunk) => chunk.meta_data?.path_in_schema);
    if (!consistent || paths.some((path, i) => path?.length !== 1 || path[0] !== columns[i]!.name)) {
      throw new CorruptParquet('its row groups do not fit its schema');
    }
    rows += Number(group.num_rows);
  }
  if (rows !== Number(num_rows)) throw new CorruptParquet('its row groups do not add up to its rows');
  if (rows * columns.length > Math.max(freeCells, cellsPerByte * size)) {
    throw new CorruptParquet(`it claims ${rows} rows, more than its size can hold`);
  }
}

function checkChunk(bytes: Uint8Array, chunk: ColumnChunk, { schema }: FileMetaData, rows: number): void {
  const { codec, path_in_schema, dictionary_page_offset, data_page_offset, total_compressed_size } =
    chunk.meta_data!;
  const element = schema.find((column) => column.name === path_in_schema[0] && column !== schema[0])!;
  const start = Number(dictionary_page_offset || data_page_offset);
  const end = start + Number(total_compressed_size);
  if (!(start >= 4 && end >= start && end <= bytes.length - 8))
    throw new CorruptParquet('a column lies outside it');
  if (codec !== 'UNCOMPRESSED' && !(codec in compressors)) {
    throw new CorruptParquet(`it is compressed by ${codec}; write it with snappy, gzip or none`);
  }
  const chunkBytes = bytes.subarray(start, end);
  const reader = {
    view: new DataView(chunkBytes.buffer, chunkBytes.byteOffset, chunkBytes.length),
    offset: 0,
  };
  const optional = element.repetition_type === 'OPTIONAL';
  const format = { codec, optional, isBoolean: element.type === 'BOOLEAN' };
  let seen = 0;
  while (seen < rows) {
    skimStruct(chunkBytes, reader.offset);
    const page = parquetHeader(reader);
    requireSize(page.compressed_page_size, chunkBytes.length - reader.offset);
    const body = chunkBytes.subarray(reader.offset, reader.offset + page.compressed_page_size);
    const values = checkPage(page, body, format);
    if (values > rows - seen) throw new CorruptParquet('a page holds more values than the table has rows');
    seen += values;
    reader.offset += page.compressed_page_size;
  }
}

/** Returns the number of rows in the page. */
function checkPage(page: Page, body: Uint8Array, { codec, optional, isBoolean }: ColumnFormat): number {
  const { data_page_header: v1, data_page_header_v2: v2, dictionary_page_header: dictionary } = page;
  if (page.type === 'DICTIONARY_PAGE' && dictionary) {
    const content = unpack(body, page.uncompressed_page_size, codec);
    requireSize(dictionary.num_values, content.length);
    return 0;
  }
  if (page.type === 'DATA_PAGE' && v1) {
    requireCount(v1.num_values);
    const content = unpack(body, page.uncompressed_page_size, codec);
    let at = 0;
    let values = v1.num_values;
    if (optional) {
      const length = new DataView(content.buffer, content.byteOffset, content.length).getUint32(0, true);
      requireSize(length, content.length - 4);
      values = checkRuns(content.subarray(4, 4 + length), 1, v1.num_values);
      at = 4 + length;
    }
    checkValues(content.subarray(at), v1.encoding, values, isBoolean);
    return v1.num_values;
  }
  if (page.type === 'DATA_PAGE_V2' && v2) {
    requireCount(v2.num_values);
    const levels = v2.definition_levels_byte_length;
    requireSize(levels, body.length);
    if (
      v2.repetition_levels_byte_length !== 0 ||
      v2.num_rows !== v2.num_values ||
      (!optional && levels !== 0)
    ) {
      throw new CorruptParquet('a page header is damaged');
    }
    const values = optional ? checkRuns(body.subarray(0, levels), 1, v2.num_values) : v2.num_values;
    if (values !== v2.num_values - v2.num_nulls) throw new CorruptParquet('a page miscounts its nulls');
    const packed = body.subarray(levels);
    const isPacked = v2.is_compressed !== false;
    const content = isPacked ? unpack(packed, page.uncompressed_page_size - levels, codec) : packed;
    checkValues(content, v2.encoding, values, isBoolean);
    return v2.num_values;
  }
  throw new CorruptParquet(`it has a page of an unknown type`);
}

function checkValues(
  content: Uint8Array,
  encoding: string | undefined,
  values: number,
  isBoolean: boolean,
): void {
  if (encoding === 'PLAIN') {
    requireSize(isBoolean ? Math.ceil(values / 8) : values, content.length);
  } else if (encoding === 'BYTE_STREAM_SPLIT') {
    requireSize(values, content.length);
  } else if (encoding === 'RLE' && isBoolean) {
    checkRuns(content.subarray(4), 1, values);
  } else if (encoding === 'RLE_DICTIONARY' || encoding === 'PLAIN_DICTIONARY') {
    const width = content[0] ?? 0;
    if (width > 32) throw new CorruptParquet('a dictionary index is wider than 32 bits');
    if (width > 0) checkRuns(content.subarray(1), width, values);
  } else {
    throw new CorruptParquet(`it is encoded as ${encoding}; write it with plain or dictionary encoding`);
  }
}

/** Checks the runs of the RLE / bit-packing hybrid; returns how many of the values are 1 (where width is 1). */
function checkRuns(bytes: Uint8Array, width: number, values: number): number {
  let at = 0;
  let seen = 0;
  let ones = 0;
  while (seen < values) {
    let header = 0;
    let shift = 1;
    let byte: number;
    do {
      byte = byteOf(bytes, at++);
      header += (byte & 0x7f) * shift;
      shift *= 128;
      if (shift > 2 ** 35) throw new CorruptParquet('a run has no end');
    } while (byte & 0x80);
    const count = Math.floor(header / 2);
    const left = values - seen;
    if (header & 1) {
      if (count > Math.ceil(left / 8)) throw new CorruptParquet('a run is longer than its page');
      const end = Math.min(at + count * width, bytes.length);
      if ((end - at) * 8 < Math.min(count * 8, left) * width)
        throw new CorruptParquet('a page ends too early');
      const used = Math.min(count * 8, left);
      if (width === 1) for (let i = 0; i < used; i++) ones += (bytes[at + (i >> 3)]! >> (i & 7)) & 1;
      at = end;
      seen += used;
    } else {
      if (count > left) throw new CorruptParquet('a run is longer than its page');
      if (width === 1 && byteOf(bytes, at) === 1) ones += count;
      at += Math.ceil(width / 8);
      seen += count;
    }
  }
  return ones;
}

function byteOf(bytes: Uint8Array, at: number): number {
  if (at >= bytes.length) throw new CorruptParquet('a page ends too early');
  return bytes[at]!;
}

function unpack(body: Uint8Array, length: number, codec: string): Uint8Array {
  const decompress = compressors[codec as keyof Compressors];
  return decompress === undefined ? body : decompress(body, length);
}

function requireCount(count: number): void {
  if (!(Number.isSafeInteger(count) && count >= 0)) throw new CorruptParquet('a page header is damaged');
}

function requireSize(size: number, limit: number): void {
  requireCount(size);
  if (size > limit) throw new CorruptParquet('a page is larger than the bytes that it has');
}
