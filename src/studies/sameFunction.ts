import type { RunFolder } from '../checkpoints/index.ts';
import type { CheckpointRow } from '../correlation/index.ts';
import { UserError } from '../userError.ts';

/** Whether two checkpoints hold one function, as far as it can be told. */

/** @throws UserError that says what differs; dropout may, since it does nothing in evaluation */
export function requireSameArchitecture(run: RunFolder, other: RunFolder): void {
  const [mine, theirs] = [run, other].map(
    ({ spec }) => new Map<string, unknown>(Object.entries(spec.options)),
  );
  const names = [...new Set([...mine!.keys(), ...theirs!.keys()])].filter((name) => name !== 'dropoutRate');
  const texts = (options: ReadonlyMap<string, unknown>, name: string): string =>
    JSON.stringify(options.get(name)) ?? 'nothing';
  const different = names.find((name) => texts(mine!, name) !== texts(theirs!, name));
  if (different === undefined) return;
  throw new UserError(
    `${other.folder}: another architecture: ${different} is ${texts(theirs!, different)}, and ` +
      `${texts(mine!, different)} in ${run.folder}`,
  );
}

/** How far the losses and accuracies of one function may be apart: float32 rounding, and examples on the edge. */
const TOLERANCE = { lossShare: 1e-4, loss: 1e-6, accuracy: 1e-3 } as const;

/** Are losses and accuracies the same? */
export function isSameFunction(before: CheckpointRow, after: CheckpointRow): boolean {
  const sameLoss = (a: number, b: number): boolean =>
    a === b || Math.abs(a - b) <= TOLERANCE.loss + TOLERANCE.lossShare * Math.abs(a);
  const sameAccuracy = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE.accuracy;
  return (
    sameLoss(before.train_loss, after.train_loss) &&
    sameLoss(before.test_loss, after.test_loss) &&
    sameAccuracy(before.train_accuracy, after.train_accuracy) &&
    sameAccuracy(before.test_accuracy, after.test_accuracy)
  );
}
