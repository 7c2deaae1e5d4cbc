import { UserError } from '../userError.ts';
import type { Checkpoint } from './types.ts';

/**
 * Sees that a checkpoint can be measured. ReLU turns NaN into 0 on some engines, so a broken network would
 * look like a working one.
 *
 * @throws UserError when a tensor holds NaN or infinity, or a running variance is negative
 */
export function checkNumbers({ folder, parameters, buffers }: Checkpoint): void {
  for (const [name, { data }] of [...parameters, ...buffers]) {
    const wrong = data.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) {
      throw new UserError(
        `${folder}: ${name} holds ${wrong}; finite numbers are expected (did the training diverge?)`,
      );
    }
    if (name.endsWith('running_var') && data.some((value) => value < 0)) {
      throw new UserError(`${folder}: ${name} holds a negative number; a variance is at least 0`);
    }
  }
}
