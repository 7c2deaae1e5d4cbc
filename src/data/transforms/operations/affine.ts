import type { RawImage } from '../../types.ts';

/**
 * Where a pixel at (x, y) comes from: (a x + b y + c, d x + e y + f), with pixels' centers at halves.
 */
type Matrix = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

/** Pillow computes places in units of 1/65536 pixel. */
const fixed = (value: number): number => Math.floor(value * 65536 + 0.5);

/** The nearest pixel of each place, 0 outside: Pillow's `Image.transform` with an affine matrix, to the bit. */
function affine({ shape, data }: RawImage, [a, b, c, d, e, f]: Matrix): RawImage {
  const [height, width, channels] = shape;
  const moved = new Uint8Array(data.length);
  const [right, down] = [
    { x: fixed(a), y: fixed(d) },
    { x: fixed(b), y: fixed(e) },
  ];
  const start = { x: fixed(c + (a + b) / 2), y: fixed(f + (d + e) / 2) };
  let to = 0;
  for (let row = 0; row < height; row++) {
    let [x, y] = [start.x + row * down.x, start.y + row * down.y];
    for (let column = 0; column < width; column++) {
      const [fromX, fromY] = [x >> 16, y >> 16];
      if (fromX >= 0 && fromX < width && fromY >= 0 && fromY < height) {
        const from = (fromY * width + fromX) * channels;
        for (let channel = 0; channel < channels; channel++) moved[to + channel] = data[from + channel]!;
      }
      to += channels;
      x += right.x;
      y += right.y;
    }
  }
  return { shape, data: moved };
}

/** Rows move left by `factor` times their distance from the upper edge. */
export function shearX(image: RawImage, factor: number): RawImage {
  return affine(image, [1, factor, 0, 0, 1, 0]);
}

/** Columns move up by `factor` times their distance from the left edge. */
export function shearY(image: RawImage, factor: number): RawImage {
  return affine(image, [1, 0, 0, factor, 1, 0]);
}

/** To the right by as many whole pixels as `distance` has. */
export function translateX(image: RawImage, distance: number): RawImage {
  return affine(image, [1, 0, -Math.trunc(distance), 0, 1, 0]);
}

/** Down by as many whole pixels as `distance` has. */
export function translateY(image: RawImage, distance: number): RawImage {
  return affine(image, [1, 0, 0, 0, 1, -Math.trunc(distance)]);
}

/** Counterclockwise about the middle. */
export function rotate(image: RawImage, degrees: number): RawImage {
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const [x, y] = [image.shape[1] / 2, image.shape[0] / 2];
  return affine(image, [cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y]);
}
