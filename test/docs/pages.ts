import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root: string = join(import.meta.dirname, '../..');

/** README.md and the pages of docs/, by their paths. */
export const pages: ReadonlyMap<string, string> = new Map(
  ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)]
    .filter((page) => page.endsWith('.md'))
    .map((page) => [page, readFileSync(join(root, page), 'utf8')]),
);

/** Something in a page that a reader may copy. */
export interface Snippet {
  readonly page: string;
  /** Counted from 1. */
  readonly line: number;
  readonly text: string;
}

/** A fenced block. */
export interface Block extends Snippet {
  /** Empty where the fence names none. */
  readonly language: string;
}

const fenced = /^```(.*)\n([\s\S]*?)^```$/gm;

/** The fenced blocks of all pages, or of one, in their order. */
export function blocks(language: string, page?: string): Block[] {
  return allBlocks.filter((block) => block.language === language && (page ?? block.page) === block.page);
}

export const allBlocks: readonly Block[] = [...pages].flatMap(([page, text]) =>
  [...text.matchAll(fenced)].map((match) => ({
    page,
    line: lineOf(match.index, text),
    language: match[1]!,
    text: match[2]!,
  })),
);

/** The code within sentences and tables. */
export const inlineCode: readonly Snippet[] = [...pages].flatMap(([page, text]) =>
  [...text.replaceAll(fenced, blank).matchAll(/`([^`\n]+)`/g)].map((match) => ({
    page,
    line: lineOf(match.index, text),
    text: match[1]!.replaceAll('\\|', '|'),
  })),
);

function lineOf(index: number, text: string): number {
  return text.slice(0, index).split('\n').length;
}

function blank(text: string): string {
  return text.replaceAll(/[^\n]/g, ' ');
}
