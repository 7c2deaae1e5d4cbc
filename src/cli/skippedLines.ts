import type { SkippedRun } from '../checkpoints/index.ts';

/** Which runs were not measured and why, a line each; what several measures say of a run is said once. */
export function skippedLines(skipped: readonly SkippedRun[]): readonly string[] {
  const lines = skipped.map(({ folder, reason }) => {
    const isNamed = reason.startsWith(`${folder}:`) || reason.startsWith(`${folder}/`);
    return `skipped ${isNamed ? reason : `${folder}: ${reason}`}`;
  });
  return [...new Set(lines)];
}
