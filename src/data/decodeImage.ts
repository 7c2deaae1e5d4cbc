import { readFile, stat } from 'node:fs/promises';
import type { Sharp, default as sharp } from 'sharp';
import { reason, UserError } from '../userError.ts';
import { isJpeg, jpegComponents } from './jpegHeader.ts';
import type { ImageShape, RawImage } from './types.ts';

const MAX_FILE_BYTES = 2 ** 28;
const MAX_PIXELS = 100_000_000;

/**
 * The pixels of a JPEG or PNG file as RGB, to the bit as Pillow's `Image.open(path).convert('RGB')` has them: whatever its
 * color mode is, with no color profile or EXIF orientation applied, and transparency dropped.
 *
 * @returns shape [height, width, 3]
 * @throws UserError when the file is missing, damaged, of another format, or larger than 100 megapixels
 */
export async function decodeImage(path: string): Promise<RawImage> {
  const { image, bytes } = await openImage(path);
  try {
    // metadata() would say so too, at a third of what decoding a small image costs
    if (isJpeg(bytes) && jpegComponents(bytes) === 4)
      return rgbOfCmyk(await rawPixels(image.pipelineColourspace('cmyk').toColourspace('cmyk')));
    return await rawPixels(image.toColourspace('srgb').removeAlpha());
  } catch (error) {
    throw damaged(path, error);
  }
}

/**
 * The size of an image, from the header of its file.
 *
 * @throws UserError as `decodeImage`
 */
export async function imageSize(path: string): Promise<readonly [height: number, width: number]> {
  const { image } = await openImage(path);
  try {
    const { height, width } = await image.metadata();
    return [height, width];
  } catch (error) {
    throw damaged(path, error);
  }
}

/** sharp comes with native code, which nothing else needs: it is loaded with the first image. */
async function loadSharp(): Promise<typeof sharp> {
  try {
    const { default: loaded } = await import('sharp');
    loaded.cache(false);
    // images are decoded beside each other; one thread is enough for one
    loaded.concurrency(1);
    return loaded;
  } catch (error) {
    throw new UserError(
      `image files cannot be decoded: the npm package sharp does not load (${reason(error)})`,
      { cause: error },
    );
  }
}

let loading: Promise<typeof sharp> | undefined;

interface OpenImage {
  readonly image: Sharp;
  readonly bytes: Uint8Array;
}

async function openImage(path: string): Promise<OpenImage> {
  loading ??= loadSharp();
  const open = await loading;
  const bytes = await readImageFile(path);
  // libvips would read many more formats, some of which refer to other files
  if (!isJpeg(bytes) && !isPng(bytes)) throw new UserError(`${path}: neither a JPEG nor a PNG file`);
  return {
    image: open(bytes, { failOn: 'error', ignoreIcc: true, limitInputPixels: MAX_PIXELS }),
    bytes,
  };
}

async function readImageFile(path: string): Promise<Buffer> {
  try {
    const about = await stat(path);
    if (!about.isFile()) throw new UserError(`${path}: not a regular file`);
    if (about.size > MAX_FILE_BYTES) {
      throw new UserError(`${path}: ${about.size} bytes; images of at most ${MAX_FILE_BYTES} are read`);
    }
    return await readFile(path);
  } catch (error) {
    throw error instanceof UserError
      ? error
      : new UserError(`${path}: cannot be read (${reason(error)})`, { cause: error });
  }
}

function isPng(bytes: Uint8Array): boolean {
  return bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
}

async function rawPixels(image: Sharp): Promise<RawImage> {
  const { data, info } = await image.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  const shape: ImageShape = [info.height, info.width, info.channels];
  return { shape, data: new Uint8Array(data.buffer, data.byteOffset, data.length) };
}

/** Pillow's conversion: each ink takes its share of what black leaves. */
function rgbOfCmyk({ shape: [height, width], data }: RawImage): RawImage {
  const rgb = new Uint8Array(height * width * 3);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const light = 255 - data[4 * pixel + 3]!;
    for (let ink = 0; ink < 3; ink++) {
      rgb[3 * pixel + ink] = Math.max(0, light - Math.round((data[4 * pixel + ink]! * light) / 255));
    }
  }
  return { shape: [height, width, 3], data: rgb };
}

function damaged(path: string, error: unknown): UserError {
  return new UserError(`${path}: cannot be decoded (${reason(error)}); fetch the file again`, {
    cause: error,
  });
}
