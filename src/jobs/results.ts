import { closeSync, openSync, readSync } from 'node:fs';
import { reason, UserError } from '../userError.ts';
import { fromCanonicalJson } from './canonicalJson.ts';
import type { Span } from './wholeLines.ts';

/** Finished results, by the keys of their pieces. */
export interface Results {
  has(key: string): boolean;
  /** Undefined where there is none. */
  get(key: string): unknown;
}

/** Where a journal has a piece: its line. */
export interface Place extends Span {
  readonly path: string;
}

/** How much is read at once: what follows a piece is mostly asked for next. */
const AHEAD_BYTES = 2 ** 16;

/**
 * Results that stay in their journals and are read when they are asked for: in memory, those of a large study would
 * take gigabytes.
 *
 * @param places by key; more may be added
 */
export function storedResults(places: ReadonlyMap<string, Place>): Results {
  const read = readerAhead();
  return {
    has: (key) => places.has(key),
    get(key) {
      const place = places.get(key);
      return place && resultIn(read(place), key, place.path);
    },
  };
}

/** The first results that have a key say what it is. */
export function firstOf(...all: readonly Results[]): Results {
  return {
    has: (key) => all.some((results) => results.has(key)),
    get: (key) => all.find((results) => results.has(key))?.get(key),
  };
}

function resultIn(line: string, key: string, path: string): unknown {
  try {
    const piece = fromCanonicalJson(line) as { readonly key: string; readonly result: unknown };
    if (piece.key === key) return piece.result;
  } catch {
    // Said below.
  }
  throw new UserError(`${path}: was changed while it was in use; start again`);
}

/** Reads places, and keeps the latest block that it read. */
function readerAhead(): (place: Place) => string {
  let held: { readonly path: string; readonly start: number; readonly bytes: Buffer } | undefined;
  return ({ path, start, length }) => {
    const from = held?.path === path ? start - held.start : -1;
    if (held !== undefined && from >= 0 && from + length <= held.bytes.length) {
      return held.bytes.toString('utf8', from, from + length);
    }
    held = { path, start, bytes: readBlock(path, start, Math.max(length, AHEAD_BYTES)) };
    return held.bytes.toString('utf8', 0, length);
  };
}

function readBlock(path: string, start: number, length: number): Buffer {
  try {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.allocUnsafe(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, start));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new UserError(`${path}: cannot be read (${reason(error)})`);
  }
}
