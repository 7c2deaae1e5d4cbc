const START_OF_SCAN = 0xda;

/** Whether a file begins as JPEG files do. */
export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/**
 * How many components the frame of a JPEG file has: 1 gray, 3 color, 4 CMYK or YCCK. Found as libjpeg finds it: from
 * marker to marker, with what lies between segments left out (ITU-T T.81, annex B).
 *
 * @returns null when there is no frame header before the data
 */
export function jpegComponents(bytes: Uint8Array): number | null {
  for (let at = 2; at < bytes.length; ) {
    while (at < bytes.length && bytes[at] !== 0xff) at++;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at++];
    if (marker === undefined || marker === START_OF_SCAN) return null;
    if (isAlone(marker)) continue;
    // length (2 bytes, of itself too), precision (1), height (2), width (2), components
    if (isFrame(marker)) return bytes[at + 7] ?? null;
    at += Math.max(2, (bytes[at]! << 8) | bytes[at + 1]!);
  }
  return null;
}

/** A marker that no segment follows: a stuffed 0, TEM, the restarts. */
function isAlone(marker: number): boolean {
  return marker <= 1 || (marker >= 0xd0 && marker <= 0xd7);
}

/** SOF0 to SOF15; between them are DHT, JPG and DAC. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
