import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { reason, UserError, WriteError } from '../../userError.ts';
import { whileWriting } from '../../whileWriting.ts';

/** What names an array; it is part of file names and of squeue's arguments and lines. */
const nameSchema: z.ZodString = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/);
const time: z.ZodISODateTime = z.iso.datetime();

/** A line of the record. */
type Entry = (
  | { readonly kind: 'asked'; readonly name: string; readonly tasks: number }
  | { readonly kind: 'taken'; readonly name: string; readonly job: number }
  | { readonly kind: 'refused'; readonly name: string; readonly reason: string }
) & { readonly time: string };

const entrySchema: z.ZodType<Entry> = z.discriminatedUnion('kind', [
  /** Slurm is about to be asked: whether it took the array, the queue tells by the name. */
  z.object({ kind: z.literal('asked'), name: nameSchema, tasks: z.int().positive(), time }),
  z.object({ kind: z.literal('taken'), name: nameSchema, job: z.int().positive(), time }),
  z.object({ kind: z.literal('refused'), name: nameSchema, reason: z.string(), time }),
]);

type Untimed<E> = E extends unknown ? Omit<E, 'time'> : never;

/** Adds a line to the record of what was submitted from a folder; it is on disk when this returns. */
export function recordSubmission(folder: string, entry: Untimed<Entry>): void {
  const path = recordPath(folder);
  const line = `${JSON.stringify({ ...entry, time: new Date().toISOString() })}\n`;
  whileWriting(path, () => append(path, line));
}

/**
 * The names of the arrays that were submitted from a folder, or may have been: a process that is killed while
 * sbatch works leaves no answer. A line that a kill left torn says nothing; what it was about is in the queue.
 *
 * @throws UserError when the record cannot be read
 */
export function submittedNames(folder: string): readonly string[] {
  const names = new Set<string>();
  for (const entry of readEntries(recordPath(folder))) {
    if (entry.kind === 'refused') names.delete(entry.name);
    else names.add(entry.name);
  }
  return [...names];
}

function recordPath(folder: string): string {
  return join(folder, 'submissions.jsonl');
}

function append(path: string, line: string): void {
  const file = openSync(path, 'a+');
  try {
    const text = endsTorn(file) ? `\n${line}` : line;
    if (writeSync(file, text) !== Buffer.byteLength(text)) {
      throw new WriteError(`${path}: cannot be written (the disk is full)`);
    }
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function endsTorn(file: number): boolean {
  const { size } = fstatSync(file);
  if (size === 0) return false;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString() !== '\n';
}

function readEntries(path: string): Entry[] {
  if (!existsSync(path)) return [];
  try {
    return readFileSync(path, 'utf8').split('\n').flatMap(parse);
  } catch (error) {
    throw new UserError(`${path} cannot be read: ${reason(error)}`, { cause: error });
  }
}

function parse(line: string): Entry[] {
  try {
    return [entrySchema.parse(JSON.parse(line))];
  } catch {
    return [];
  }
}
