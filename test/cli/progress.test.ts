import { WriteStream } from 'node:tty';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMeasureProgress } from '../../src/cli/measureProgress.ts';
import { startProgress } from '../../src/cli/progress.ts';
import { say } from '../../src/cli/say.ts';
import { lines } from './cli.ts';

const { stderr } = process;
const { isTTY, columns, getColorDepth } = stderr;
let written = '';

beforeEach(() => {
  written = '';
  vi.useFakeTimers({ now: 1e12 });
  vi.spyOn(stderr, 'write').mockImplementation((text) => {
    written += text;
    return true;
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  Object.assign(stderr, { isTTY, columns, getColorDepth });
});

function onTerminal(): void {
  // as a terminal that knows colors
  Object.assign(stderr, { isTTY: true, columns: 40, getColorDepth: WriteStream.prototype.getColorDepth });
  vi.stubEnv('TERM', 'xterm-256color');
  vi.stubEnv('CI', undefined);
  vi.stubEnv('NO_COLOR', undefined);
  vi.stubEnv('FORCE_COLOR', undefined);
}

function inPipe(): void {
  Object.assign(stderr, { isTTY: false });
}

/** Reports a piece a second. */
function measured(pieces: number): void {
  const progress = startMeasureProgress({});
  for (let done = 0; done <= pieces; done++) {
    progress.show({ done, total: pieces, resumed: 0, checkpoint: 'cnn-1' });
    vi.advanceTimersByTime(1000);
  }
  progress.close();
}

describe('progress', () => {
  it('in a pipe is few plain lines, the fewer the longer it takes', () => {
    inPipe();
    measured(60);
    expect(lines(written)).toEqual([
      'measuring: 60 pieces',
      '5/60  cnn-1  1.0 pieces/s  55 s left',
      ...[10, 15, 20].map((done) => `${done}/60  cnn-1  1.0 pieces/s  ${60 - done} s left`),
      ...[27, 36, 48].map((done) => `${done}/60  cnn-1  1.0 pieces/s  ${60 - done} s left`),
      'measured in 1 min 0 s; making tables and report',
    ]);
    written = '';
    measured(10 * 3600);
    expect(lines(written).length).toBeLessThan(100);
  });

  it('on a terminal is a line that is replaced, with the rate and the time that is left', () => {
    onTerminal();
    const progress = startMeasureProgress({});
    progress.show({ done: 0, total: 100, resumed: 0, checkpoint: 'cnn-1' });
    vi.advanceTimersByTime(60_000);
    progress.show({ done: 5, total: 100, resumed: 0, checkpoint: 'cnn-1' });
    expect(written.split('\r\u001b[K').at(-1)).toBe('5/100  cnn-1  5.0 pieces/min  19 min 0 ');
    const before = written;
    vi.advanceTimersByTime(50);
    progress.show({ done: 6, total: 100, resumed: 0, checkpoint: 'cnn-1' });
    expect(written).toBe(before);
  });

  it('says no time that is left before a piece is done', () => {
    inPipe();
    const progress = startMeasureProgress({});
    progress.show({ done: 3, total: 9, resumed: 3, checkpoint: 'cnn-1' });
    vi.advanceTimersByTime(6000);
    progress.show({ done: 3, total: 9, resumed: 3, checkpoint: 'cnn-1' });
    expect(lines(written).at(-1)).toBe('3/9  cnn-1  0.0 pieces/min');
  });

  it('is nothing with --quiet', () => {
    onTerminal();
    const progress = startProgress({ quiet: true });
    progress.update('a');
    progress.line('b');
    progress.close();
    expect(written).toBe('');
  });
});

describe('color', () => {
  const plain = 'measure: hello\n';

  it('is on a terminal', () => {
    onTerminal();
    say('hello');
    expect(written).toBe('\u001b[1mmeasure:\u001b[22m hello\n');
  });

  it.each([
    ['in a pipe', inPipe],
    ['with NO_COLOR', () => vi.stubEnv('NO_COLOR', '1')],
    ['on a dumb terminal', () => vi.stubEnv('TERM', 'dumb')],
  ])('is not %s', (_, set) => {
    onTerminal();
    set();
    say('hello');
    expect(written).toBe(plain);
  });
});
