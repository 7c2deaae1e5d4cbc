import { readSync } from 'node:fs';

/** Where some bytes of a file are. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/** A line, and where it is without its line break. */
interface Line extends Span {
  readonly text: string;
}

const BLOCK_BYTES = 2 ** 20;
const BREAK = 0x0a;

/**
 * The lines of an open file that end in a line break. A block is read at a time, so that a file may be larger than
 * memory.
 */
export function* wholeLines(file: number): Generator<Line> {
  // what was read and not given yet, and where it begins
  let held = Buffer.alloc(0);
  let start = 0;
  for (;;) {
    // a block is as long as what is held: then a long line is copied a few times only
    const block = Buffer.allocUnsafe(Math.max(BLOCK_BYTES, held.length));
    const count = readSync(file, block, 0, block.length, start + held.length);
    if (count === 0) return;
    const bytes = Buffer.concat([held, block.subarray(0, count)]);
    let from = 0;
    for (let end = bytes.indexOf(BREAK); end >= 0; end = bytes.indexOf(BREAK, from)) {
      yield { text: bytes.toString('utf8', from, end), start: start + from, length: end - from };
      from = end + 1;
    }
    held = bytes.subarray(from);
    start += from;
  }
}
