import { readFileSync } from 'node:fs';

/** What a page of docs/extending has its reader do, step by step. */
export type Step =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  /** A unified diff. */
  | { readonly kind: 'edit'; readonly diff: string }
  /** A command line, and lines of what it prints, in their order. */
  | { readonly kind: 'command'; readonly line: string; readonly printed: readonly string[] };

/**
 * The steps of a page. A `diff` block is an edit; each line of an `sh` block is a command, and a `text` block is what the
 * last one prints, `...` standing for any lines. A Python block is for other software. Every other block is a file,
 * which the line before it names at its end: "`path`:".
 */
export function readSteps(page: string): Step[] {
  const steps: Step[] = [];
  const blocks = /([^\n]*)\n\n```(\w+)\n(.*?\n)```$/gms;
  for (const [, before = '', language, text = ''] of readFileSync(page, 'utf8').matchAll(blocks)) {
    const lines = text.split('\n').filter((line) => line !== '');
    const last = steps.at(-1);
    if (language === 'diff') steps.push({ kind: 'edit', diff: text });
    else if (language === 'sh') for (const line of lines) steps.push({ kind: 'command', line, printed: [] });
    else if (language === 'text' && last?.kind === 'command')
      steps.splice(-1, 1, { ...last, printed: lines });
    else if (language !== 'python') steps.push({ kind: 'file', path: fileIn(before, page), text });
  }
  return steps;
}

function fileIn(before: string, page: string): string {
  const path = /`([^`\s]+)`:$/.exec(before)?.[1];
  if (path === undefined) throw new Error(`${page}: no file is named before a block, but: ${before}`);
  return path;
}
