import {
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { basename, join, sep } from 'node:path';
import { reason, UserError } from '../userError.ts';

/** A file that is open for reading, with its size at the time of opening. */
export interface OpenFile {
  readonly path: string;
  readonly size: number;
  /** Fills `target` from `offset` on; throws a UserError when the file ends before it is full. */
  read(target: Uint8Array, offset: number): void;
}

/**
 * The path of a regular file called `name` inside `folder`. A symbolic link is followed as long as it stays
 * inside the folder.
 *
 * @returns null when there is no such file
 * @throws UserError when it is no regular file or leads out of the folder
 */
export function fileInside(folder: string, name: string): string | null {
  const path = join(folder, name);
  try {
    // what lies in the folder itself and is no link is inside, wherever the folder is
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return null;
    if (found.isFile() && basename(name) === name) return path;
    const inside = realpathSync(folder);
    if (!realpathSync(path).startsWith(inside.endsWith(sep) ? inside : inside + sep)) {
      throw new UserError(
        `${path}: a link out of its folder, which is not followed; put the file itself there`,
      );
    }
    if (!statSync(path).isFile()) throw new UserError(`${path}: not a regular file`);
    return path;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw asUserError(path, error);
  }
}

/** Opens a regular file (never a pipe or a device, which could block), hands it over and closes it. */
export function withFile<T>(path: string, use: (file: OpenFile) => T): T {
  try {
    if (!statSync(path).isFile()) throw new UserError(`${path}: not a regular file`);
    const descriptor = openSync(path, 'r');
    try {
      const { size } = fstatSync(descriptor);
      return use({ path, size, read: (target, offset) => readFully(descriptor, path, target, offset) });
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    throw asUserError(path, error);
  }
}

/** A whole small file; one larger than `most` bytes is refused before it is read. */
export function readSmallFile(path: string, most: number): Uint8Array {
  return withFile(path, (file) => {
    if (file.size > most) throw new UserError(`${path}: ${file.size} bytes; at most ${most} are read`);
    const bytes = new Uint8Array(file.size);
    file.read(bytes, 0);
    return bytes;
  });
}

function readFully(descriptor: number, path: string, target: Uint8Array, offset: number): void {
  // One read call takes at most 2^31 - 1 bytes.
  const most = 2 ** 30;
  for (let done = 0; done < target.length; ) {
    const count = readSync(descriptor, target, done, Math.min(most, target.length - done), offset + done);
    if (count === 0) throw new UserError(`${path}: ends at byte ${offset + done}, before its data does`);
    done += count;
  }
}

/** Whether there is a folder at this path, or a link to one. */
export function isFolder(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory();
}

/** In a file there are no files either. */
function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

/** What the file system reports is for the user; everything else is a defect of ours and stays as it is. */
function asUserError(path: string, error: unknown): unknown {
  const fromSystem = error instanceof Error && 'syscall' in error;
  return fromSystem ? new UserError(`${path}: cannot be read (${reason(error)})`, { cause: error }) : error;
}
