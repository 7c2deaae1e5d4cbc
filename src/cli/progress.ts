import { oneLine } from './say.ts';

/** Where progress is shown: stderr, unless it is told to be quiet. */
export interface Progress {
  /** On a terminal, where a line can be replaced. */
  readonly isLive: boolean;
  /** How far it is: replaces what it said before on a terminal; elsewhere a line, seldom. */
  update(text: string): void;
  /** A line that stays. */
  line(text: string): void;
  /** Clears what stands on the terminal. */
  close(): void;
}

const liveEveryMs = 100;
/** Where lines stay: the longer it takes the rarer, from 5 seconds to 10 minutes. */
const plainEveryMs = { least: 5000, share: 0.25, most: 600_000 } as const;
const eraseLine = '\r\u001b[K';

export function startProgress(options: { readonly quiet?: boolean | undefined }): Progress {
  if (options.quiet) {
    return { isLive: false, update: () => undefined, line: () => undefined, close: () => undefined };
  }
  const { stderr } = process;
  const live = stderr.isTTY && process.env.TERM !== 'dumb';
  const started = Date.now();
  let last = live ? 0 : started;
  const pause = (): number => (live ? liveEveryMs : plainPause(Date.now() - started));
  const close = (): void => {
    if (live) stderr.write(eraseLine);
  };
  return {
    isLive: live,
    update: (text) => {
      if (Date.now() - last < pause()) return;
      last = Date.now();
      const shown = oneLine(text);
      stderr.write(live ? eraseLine + shown.slice(0, (stderr.columns || 80) - 1) : `${shown}\n`);
    },
    line: (text) => {
      close();
      stderr.write(`${oneLine(text)}\n`);
    },
    close,
  };
}

/** How long to wait for the next line, after so many milliseconds of work. */
function plainPause(elapsed: number): number {
  const { least, share, most } = plainEveryMs;
  return Math.min(most, Math.max(least, share * elapsed));
}
