import type { Timing } from './timing.ts';

const WIDTHS = [74, 12, 12, 8, 13, 16] as const;

function line(cells: readonly string[]): string {
  return cells.map((cell, k) => (k === 0 ? cell.padEnd(WIDTHS[k]) : cell.padStart(WIDTHS[k]!))).join('');
}

/** Prints the table's head. */
export function printTitles(): void {
  console.log(line(['', 'ours', 'PyTorch', 'ratio', 'first: ours', 'first: PyTorch']));
}

/** Prints a line of the table: medians, what share of PyTorch's time ours is, and what the first calls took. */
export function printRow(label: string, ours: Timing, peer: Timing): void {
  const cells = [
    label,
    `${ours.median.toFixed(2)} ms`,
    `${peer.median.toFixed(2)} ms`,
    (ours.median / peer.median).toFixed(2),
    `${(ours.first / 1000).toFixed(1)} s`,
    `${(peer.first / 1000).toFixed(1)} s`,
  ];
  console.log(line(cells));
}
