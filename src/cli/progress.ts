import { oneLine } from './say.ts';

/** Where progress is shown: stderr, unless it is told to be quiet. */
export interface Progress {
  /** On a terminal, where a line can be replaced. */
  readonly isLive: boolean;
  /** How far it is: replaces what it said before on a terminal; elsewhere said every few seconds at most. */
  update(text: string): void;
  /** A line that stays. */
  line(text: string): void;
  /** Clears what stands on the terminal. */
  close(): void;
}

const liveEveryMs = 100;
const plainEveryMs = 5000;
const eraseLine = '\r\u001b[K';

export function startProgress(options: { readonly quiet?: boolean | undefined }): Progress {
  if (options.quiet) {
    return { isLive: false, update: () => undefined, line: () => undefined, close: () => undefined };
  }
  const { stderr } = process;
  const live = stderr.isTTY && process.env.TERM !== 'dumb';
  let last = live ? 0 : Date.now();
  const close = (): void => {
    if (live) stderr.write(eraseLine);
  };
  return {
    isLive: live,
    update: (text) => {
      if (Date.now() - last < (live ? liveEveryMs : plainEveryMs)) return;
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
