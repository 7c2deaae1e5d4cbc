import { decodeImage } from './decodeImage.ts';
import type { RawImage } from './types.ts';

/** How many files are read and decoded at the same time: enough to keep the four threads of libuv busy meanwhile. */
const TOGETHER = 16;

/**
 * Decodes files, many at the same time, and hands over each image with the place of its file as soon as it is there:
 * in any order.
 *
 * @throws UserError when a file is missing or damaged; then no further one is begun
 */
export async function decodeImages(
  files: readonly string[],
  use: (image: RawImage, k: number) => void,
): Promise<void> {
  let next = 0;
  const decodeSome = async (): Promise<void> => {
    try {
      for (let k = next++; k < files.length; k = next++) use(await decodeImage(files[k]!), k);
    } catch (error) {
      // The others need not go on.
      next = files.length;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: Math.min(TOGETHER, files.length) }, decodeSome));
}
