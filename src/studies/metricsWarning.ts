import { type RunMetrics, readMetrics } from '../checkpoints/index.ts';
import type { CheckpointRow } from '../correlation/index.ts';
import type { Candidate } from './measurePieces.ts';

/** How far a measured loss or accuracy may be from what metrics.json says: rounding, not another network. */
const TOLERANCE = 1e-3;

/**
 * Compares a checkpoint's losses and accuracies with its metrics.json, where there is one. A network that is
 * not quite the architecture that config.json names, or other pixels, give plausible but wrong numbers.
 *
 * @returns a line that says what differs, or undefined
 */
export function metricsWarning({ run }: Candidate, row: CheckpointRow): string | undefined {
  const metrics = readMetrics(run.folder);
  if (metrics === undefined) return undefined;
  const pairs: readonly [name: keyof RunMetrics, said: number | null, measured: number][] = [
    ['trainLoss', metrics.trainLoss, row.train_loss],
    ['testLoss', metrics.testLoss, row.test_loss],
    ['trainAccuracy', metrics.trainAccuracy, row.train_accuracy],
    ['testAccuracy', metrics.testAccuracy, row.test_accuracy],
  ];
  const wrong = pairs.find(
    ([, said, measured]) =>
      said !== null && Math.abs(said - measured) > TOLERANCE * Math.max(1, Math.abs(said)),
  );
  if (wrong === undefined) return undefined;
  const [name, said, measured] = wrong;
  return (
    `${run.folder}: metrics.json says ${name} ${said}, measured is ${measured}: ` +
    'is it the architecture of docs/architectures.md, and the same data?'
  );
}
