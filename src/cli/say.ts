import { styleText } from 'node:util';

/** Names come from files: no character of theirs that controls a terminal or turns what is written reaches it, and a line stays a line. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not pass
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\uFFFD');
}

/** A line on stderr, under the command's name. */
export function say(text: string): void {
  process.stderr.write(`${styleText('bold', 'measure:', { stream: process.stderr })} ${oneLine(text)}\n`);
}

/** Text on stdout: a result. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** The one JSON document of `--json`. */
export function printJson(document: unknown): void {
  print(JSON.stringify(document, null, 2));
}

/** `1 model`, `2 models` */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `45 s`, `3 min 20 s`, `2 h 5 min` */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
