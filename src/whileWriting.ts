import { reason, WriteError } from './userError.ts';

/**
 * Does what writes a file, or a folder. What the file system refuses is said with the path: a full disk names none.
 *
 * @throws WriteError when it cannot be written; other errors as they are, and that of a folder which is not there
 */
export function whileWriting<Result>(path: string, write: () => Result): Result {
  try {
    return write();
  } catch (error) {
    const isRefused =
      error instanceof Error && 'syscall' in error && 'code' in error && error.code !== 'ENOENT';
    throw isRefused
      ? new WriteError(`${path}: cannot be written (${reason(error)})`, { cause: error })
      : error;
  }
}
