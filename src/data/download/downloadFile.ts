import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { reason, UserError } from '../../userError.ts';
import { difference } from './checksum.ts';
import type { Download } from './published.ts';

/** How a long fetch is watched and ended. */
export interface DownloadHooks {
  /** @param total null where the server does not say it */
  readonly onBytes?: ((name: string, done: number, total: number | null) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** No file that is fetched is larger. */
const MOST_BYTES = 2 ** 31;

/**
 * Fetches a file and checks it against its checksum.
 *
 * @param target a file that is not there yet
 * @throws UserError when no address gives the published file; what the file system reports when the target cannot be
 *   written
 */
export async function downloadFile(download: Download, target: string, hooks: DownloadHooks): Promise<void> {
  const failures: string[] = [];
  for (const url of download.urls) {
    const failure = await tryDownload(url, download, target, hooks);
    if (failure === null) return;
    failures.push(`${url}: ${failure}`);
  }
  throw new UserError(failures.join('; '));
}

/** @returns why it failed */
async function tryDownload(
  url: string,
  { name, checksum }: Download,
  target: string,
  { onBytes, signal }: DownloadHooks,
): Promise<string | null> {
  const hash = createHash(checksum.algorithm);
  try {
    const response = await fetch(url, { signal: signal ?? null });
    if (!response.ok || !response.body) return `${response.status} ${response.statusText}`;
    const length = response.headers.get('content-length');
    const total = length === null ? null : Number(length);
    let done = 0;
    await withNewFile(target, async (file) => {
      for await (const chunk of response.body!) {
        done += chunk.length;
        if (done > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes`);
        hash.update(chunk);
        await file.writeFile(chunk);
        onBytes?.(name, done, total);
      }
    });
  } catch (error) {
    // what fetch reports is a TypeError with a cause: this is from the disk
    const isFromDisk = error instanceof Error && 'syscall' in error;
    if (signal?.aborted || isFromDisk) throw error;
    return causeOf(error);
  }
  return difference(hash.digest('hex'), checksum);
}

async function withNewFile(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'w');
  try {
    await write(file);
  } finally {
    await file.close();
  }
}

/** fetch says only that it failed; its cause says why. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return reason(cause) || 'no connection';
}
