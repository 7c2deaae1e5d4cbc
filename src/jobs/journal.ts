import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../makeFolder.ts';
import { UserError, WriteError } from '../userError.ts';
import { whileWriting } from '../whileWriting.ts';
import { fromCanonicalJson, toCanonicalJson } from './canonicalJson.ts';
import { type Lock, takeLock } from './lockFile.ts';
import { planDifference, planHash } from './planHash.ts';
import { type Place, type Results, storedResults } from './results.ts';
import { type Span, wholeLines } from './wholeLines.ts';

/** What a job has finished so far, on disk: the results of this process, and of earlier ones with the same plan. */
export interface Journal extends Results {
  /** Writes one finished piece (plain data) in one write: a process killed in it loses that piece only. */
  append(key: string, result: unknown): void;
  /** Makes sure that all is on disk and lets other processes write. */
  close(): void;
}

interface Header {
  readonly schema: string;
  readonly hash: string;
  readonly plan: unknown;
}

const schema = 'adaptive-sharpness/journal/1';

/**
 * Opens the journal at `path`, or begins one, for a plan (plain data: all that decides the results).
 *
 * The first line holds the plan and its hash, every other line a finished piece. A last line that a killed
 * process left torn is dropped.
 *
 * @throws UserError when the file was written under another plan (it says what differs), is damaged (it
 *   names the line), or is being written by another process
 */
export function openJournal(path: string, plan: unknown): Journal {
  makeFolder(dirname(path));
  const lock = takeLock(`${path}.lock`);
  try {
    const header = headerOf(plan);
    const places = new Map<string, Place>();
    const end = existsSync(path) ? addPlaces(places, path, header) : 0;
    const file = whileWriting(path, () => openSync(path, 'a'));
    if (end < fstatSync(file).size) whileWriting(path, () => ftruncateSync(file, end));
    if (end === 0) writeLine(path, file, header);
    return {
      ...storedResults(places),
      append: (key, result) => void places.set(key, { path, ...writeLine(path, file, { key, result }) }),
      close: once(() => close(path, file, lock)),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * What journals have so far, whoever is writing them; of a piece that several have, the last one's.
 *
 * @throws UserError as `openJournal`
 */
export function readJournals(paths: readonly string[], plan: unknown): Results {
  const header = headerOf(plan);
  const places = new Map<string, Place>();
  for (const path of paths) addPlaces(places, path, header);
  return storedResults(places);
}

function headerOf(plan: unknown): Header {
  return { schema, hash: planHash(plan), plan };
}

/** Finds the pieces of a journal. @returns where its last whole line ends */
function addPlaces(places: Map<string, Place>, path: string, header: Header): number {
  const file = openSync(path, 'r');
  try {
    let end = 0;
    let number = 0;
    for (const { text, start, length } of wholeLines(file)) {
      number += 1;
      if (number === 1) checkHeader(path, text, header);
      else places.set(keyIn(path, text, number), { path, start, length });
      end = start + length + 1;
    }
    if (end === 0 && !isTornHeader(file)) throw damaged(path, 1);
    return end;
  } finally {
    closeSync(file);
  }
}

/** Is what a file begins with, or all of it, what a header begins with? */
function isTornHeader(file: number): boolean {
  const start = Buffer.from('{"hash":"');
  const found = Buffer.alloc(start.length);
  const count = readSync(file, found, 0, found.length, 0);
  return found.subarray(0, count).equals(start.subarray(0, count));
}

function checkHeader(path: string, line: string, expected: Header): void {
  if (line === toCanonicalJson(expected)) return;
  const header = parse(path, line, 1) as Partial<Header>;
  if (header.schema !== schema || header.hash !== planHash(header.plan)) throw damaged(path, 1);
  if (header.hash === expected.hash) return;
  const change = planDifference(header.plan, expected.plan);
  throw new UserError(
    `${path} was begun with other options (${change}): use them again, or choose another folder`,
  );
}

function keyIn(path: string, line: string, number: number): string {
  const { key } = parse(path, line, number) as { readonly key?: unknown };
  if (typeof key === 'string') return key;
  throw damaged(path, number);
}

function parse(path: string, line: string, number: number): unknown {
  try {
    const value = fromCanonicalJson(line);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below.
  }
  throw damaged(path, number);
}

function damaged(path: string, line: number): UserError {
  const remedy =
    line === 1 ? 'delete the file to begin anew' : 'delete this line, and its work is done again';
  return new UserError(`${path}: line ${line} is no entry of a journal: ${remedy}`);
}

function writeLine(path: string, file: number, value: unknown): Span {
  const bytes = Buffer.from(`${toCanonicalJson(value)}\n`);
  const before = fstatSync(file).size;
  if (whileWriting(path, () => writeSync(file, bytes)) === bytes.length)
    return { start: before, length: bytes.length - 1 };
  ftruncateSync(file, before);
  throw new WriteError(`${path}: cannot be written (the disk is full)`);
}

function close(path: string, file: number, lock: Lock): void {
  whileWriting(path, () => fsyncSync(file));
  closeSync(file);
  lock.release();
}

function once(action: () => void): () => void {
  let done = false;
  return () => {
    if (!done) action();
    done = true;
  };
}
