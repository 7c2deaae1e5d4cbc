import type { OpenFile } from '../data/files.ts';
import { elementCount, quoted } from '../models/spec/index.ts';
import { reason, UserError } from '../userError.ts';
import { elementBytes } from './dtypes.ts';

/** Where one tensor of a safetensors file is: bytes [begin, end) from the start of the file. */
export interface TensorEntry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Room for about 100,000 tensors; a larger header is no network's. */
const maxHeaderBytes = 16 * 2 ** 20;
const lengthBytes = 8;

/**
 * Reads and checks the header of a safetensors file: an eight-byte little-endian length, a JSON object that
 * gives each tensor's type, shape and range of bytes, and the data, which the ranges cover without overlap
 * or hole. Nothing is allocated that the size of the file does not justify.
 *
 * @returns the entries in the order of their data
 * @throws UserError that says what is wrong
 */
export function readHeader(file: OpenFile): readonly TensorEntry[] {
  const fail = (wrong: string): never => {
    throw new UserError(`${file.path}: ${wrong}`);
  };
  const text = readHeaderText(file, fail);
  const dataStart = lengthBytes + Buffer.byteLength(text);
  const entries = Object.entries(parseObject(text, fail))
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => parseEntry(name, value, dataStart, fail))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCoverage(entries, dataStart, file.size, fail);
  return entries;
}

type Fail = (wrong: string) => never;

function readHeaderText(file: OpenFile, fail: Fail): string {
  if (file.size < lengthBytes)
    fail(`${file.size} bytes; a safetensors file starts with an 8-byte header length`);
  const prefix = new Uint8Array(lengthBytes);
  file.read(prefix, 0);
  const length = Number(new DataView(prefix.buffer).getBigUint64(0, true));
  const most = Math.min(maxHeaderBytes, file.size - lengthBytes);
  if (length < 2 || length > most) {
    fail(`says that its header has ${length} bytes; for a safetensors file of this size it has 2 to ${most}`);
  }
  const bytes = new Uint8Array(length);
  file.read(bytes, lengthBytes);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return fail('its safetensors header is not UTF-8');
  }
}

function parseObject(text: string, fail: Fail): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(text);
  } catch (error) {
    return fail(`its safetensors header is not JSON (${reason(error)})`);
  }
  if (!isObject(header)) return fail('its safetensors header is not a JSON object');
  const repeated = firstRepeated(topLevelKeys(text));
  return repeated === undefined ? header : fail(`names ${quoted(repeated)} twice in its safetensors header`);
}

function parseEntry(name: string, value: unknown, dataStart: number, fail: Fail): TensorEntry {
  const wrong = (what: string) => fail(`tensor ${quoted(name)}: ${what}`);
  if (!isObject(value)) return wrong('its header entry is not an object');
  const { dtype, shape, data_offsets: offsets } = value;
  const size =
    typeof dtype === 'string' && Object.hasOwn(elementBytes, dtype) ? elementBytes[dtype] : undefined;
  if (typeof dtype !== 'string' || size === undefined) {
    return wrong(`unknown type ${quoted(dtype)}; the types are ${Object.keys(elementBytes).join(', ')}`);
  }
  if (!isSizes(shape)) return wrong('its shape is not a list of whole numbers');
  if (!isSizes(offsets) || offsets.length !== 2) return wrong('its data_offsets are not two whole numbers');
  const [begin, end] = [offsets[0]!, offsets[1]!];
  const bytes = elementCount(shape) * size;
  if (!Number.isSafeInteger(bytes) || end - begin !== bytes) {
    return wrong(
      `${dtype} of shape [${shape.slice(0, 8)}] has ${bytes} bytes, but its range ${begin}-${end} does not`,
    );
  }
  return { name, dtype, shape, begin: dataStart + begin, end: dataStart + end };
}

function checkCoverage(entries: readonly TensorEntry[], dataStart: number, size: number, fail: Fail): void {
  let covered = dataStart;
  for (const { name, begin, end } of entries) {
    if (begin !== covered) {
      fail(`tensor ${quoted(name)} starts at byte ${begin}; the data before it ends at ${covered}`);
    }
    covered = end;
  }
  if (covered !== size)
    fail(`has ${size} bytes, but its header describes ${covered}; it is cut off or damaged`);
}

/** The keys of a JSON object as written, repeated ones too. The text is known to be valid JSON. */
function topLevelKeys(text: string): string[] {
  const keys: string[] = [];
  let depth = 0;
  let previous = '';
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (character === '"') {
      const start = i;
      i = endOfString(text, start);
      if (depth === 1 && previous !== ':') keys.push(JSON.parse(text.slice(start, i + 1)) as string);
    }
    if (character === '{' || character === '[') depth++;
    if (character === '}' || character === ']') depth--;
    if (character.trim() !== '') previous = character;
  }
  return keys;
}

function endOfString(text: string, start: number): number {
  let end = start + 1;
  while (text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return end;
}

function firstRepeated(names: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return names.find((name) => seen.has(name) || !seen.add(name));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
