import type { Timing } from './compare.ts';

const WIDTHS = [60, 12, 12, 7, 13, 16] as const;

function line(cells: readonly string[]): string {
  return cells.map((cell, k) => (k === 0 ? cell.padEnd(WIDTHS[k]) : cell.padStart(WIDTHS[k]!))).join('');
}

export const ROW_TITLES: string = line(['', 'ours', 'PyTorch', 'ratio', 'first: ours', 'first: PyTorch']);

/** A line of the table: medians, how many times longer PyTorch takes, and what the first calls took. */
export function row(label: string, ours: Timing, peer: Timing): string {
  return line([
    label,
    `${ours.median.toFixed(2)} ms`,
    `${peer.median.toFixed(2)} ms`,
    (peer.median / ours.median).toFixed(2),
    `${(ours.first / 1000).toFixed(1)} s`,
    `${(peer.first / 1000).toFixed(1)} s`,
  ]);
}
