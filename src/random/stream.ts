import { randomNormal } from 'd3-random';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/** Random numbers that follow from a seed and a name alone. Drawing moves the stream on. */
export interface RandomStream {
  /** Uniform in [0, 1), with 53 random bits. */
  uniform(): number;
  /** A whole number, uniform in [0, below); `below` is at most 2^32. */
  integer(below: number): number;
  /** Standard normal. */
  normal(): number;
}

/**
 * The stream called `name` of a seed. Different names, and different seeds, give independent streams, so
 * that drawing more from one (one more layer, another augmentation) changes no other.
 */
export function randomStream(seed: number, name: string): RandomStream {
  const text = `${seed}\n${name}`;
  const generator = xoroshiro128plusFromState(stateSalts.map((salt) => hash(text, salt)));
  const uniform = () => uniformFloat64(generator);
  return {
    uniform,
    integer: (below) => Math.floor(uniform() * below),
    normal: randomNormal.source(uniform)(),
  };
}

/** A random order of 0 ... n - 1, every one equally likely (Fisher-Yates). */
export function permutation(stream: RandomStream, n: number): Uint32Array<ArrayBuffer> {
  const order = Uint32Array.from({ length: n }, (_, index) => index);
  for (let last = n - 1; last > 0; last--) {
    const chosen = stream.integer(last + 1);
    const moved = order[last]!;
    order[last] = order[chosen]!;
    order[chosen] = moved;
  }
  return order;
}

/** The first hexadecimal digits of pi: one salt for each 32-bit word of the generator's state. */
const stateSalts: readonly number[] = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];

/** MurmurHash3 (x86, 32 bit) of the UTF-16 code units of a text, each taken as one block. */
function hash(text: string, salt: number): number {
  let h = salt;
  for (let i = 0; i < text.length; i++) {
    let block = Math.imul(text.charCodeAt(i), 0xcc9e2d51);
    block = Math.imul((block << 15) | (block >>> 17), 0x1b873593);
    h ^= block;
    h = Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64;
  }
  h ^= text.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
