import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../makeFolder.ts';
import { UserError, WriteError } from '../userError.ts';
import { whileWriting } from '../whileWriting.ts';
import { fromCanonicalJson, toCanonicalJson } from './canonicalJson.ts';
import { type Lock, takeLock } from './lockFile.ts';
import { planDifference, planHash } from './planHash.ts';

/** What a job has finished so far, on disk. */
export interface Journal {
  /** The results that earlier runs of the same plan finished, by key. */
  readonly finished: ReadonlyMap<string, unknown>;
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
    const lines = existsSync(path) ? keepWholeLines(path) : [];
    if (lines[0] !== undefined) checkPlan(path, lines[0], plan);
    const finished = piecesOf(path, lines);
    const file = whileWriting(path, () => openSync(path, 'a'));
    const header: Header = { schema, hash: planHash(plan), plan };
    if (lines.length === 0) writeLine(path, file, header);
    return {
      finished,
      append: (key, result) => writeLine(path, file, { key, result }),
      close: once(() => close(path, file, lock)),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * What a journal has so far, whoever is writing it: the finished pieces by key.
 *
 * @throws UserError as `openJournal`
 */
export function readJournal(path: string, plan: unknown): Map<string, unknown> {
  const { lines } = wholeLines(path);
  if (lines[0] !== undefined) checkPlan(path, lines[0], plan);
  return piecesOf(path, lines);
}

function piecesOf(path: string, lines: readonly string[]): Map<string, unknown> {
  return new Map(lines.slice(1).map((line, index) => readPiece(path, line, index + 2)));
}

/** The lines that end in a line break; what follows the last of them is cut off the file. */
function keepWholeLines(path: string): readonly string[] {
  const { lines, end, size } = wholeLines(path);
  if (end < size) whileWriting(path, () => truncateSync(path, end));
  return lines;
}

/** The lines that end in a line break, the last of them at byte `end`. */
function wholeLines(path: string): {
  readonly lines: readonly string[];
  readonly end: number;
  readonly size: number;
} {
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf('\n') + 1;
  if (end === 0 && !isTornHeader(bytes.toString('utf8'))) throw damaged(path, 1);
  const lines: string[] = [];
  for (let start = 0; start < end; ) {
    const next = bytes.indexOf('\n', start);
    lines.push(bytes.toString('utf8', start, next));
    start = next + 1;
  }
  return { lines, end, size: bytes.length };
}

function isTornHeader(text: string): boolean {
  const start = '{"hash":"';
  return text.startsWith(start) || start.startsWith(text);
}

function checkPlan(path: string, line: string, plan: unknown): void {
  const header = parse(path, line, 1) as Partial<Header>;
  if (header.schema !== schema || header.hash !== planHash(header.plan)) throw damaged(path, 1);
  if (header.hash === planHash(plan)) return;
  const change = planDifference(header.plan, plan);
  throw new UserError(
    `${path} was begun with other options (${change}): use them again, or choose another folder`,
  );
}

function readPiece(path: string, line: string, number: number): [string, unknown] {
  const piece = parse(path, line, number) as { readonly key?: unknown; readonly result?: unknown };
  if (typeof piece.key !== 'string') throw damaged(path, number);
  return [piece.key, piece.result];
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

function writeLine(path: string, file: number, value: unknown): void {
  const bytes = Buffer.from(`${toCanonicalJson(value)}\n`);
  const before = fstatSync(file).size;
  if (whileWriting(path, () => writeSync(file, bytes)) === bytes.length) return;
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
