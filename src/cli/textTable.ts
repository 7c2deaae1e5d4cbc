import { oneLine } from './say.ts';

/** A column is text, which is aligned to the left, or numbers, to the right. */
export type Alignment = 'left' | 'right';

/** Rows of cells as lines, the head first and ruled off. */
export function textTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  alignments: readonly Alignment[],
): string {
  const printable = [head, ...rows].map((cells) => cells.map(oneLine));
  const widths = head.map((_, i) => Math.max(...printable.map((cells) => cells[i]!.length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (alignments[i] === 'right' ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  const [first, ...others] = printable.map(line);
  const rule = '─'.repeat(widths.reduce((sum, width) => sum + width + 2, -2));
  return [first, rule, ...others].join('\n');
}
